using System.Numerics;

namespace TinyAutograd;

/// <summary>Updates parameters from the gradients of a loss. Each step is validated whole before the first number changes.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>An optimizer of one's own derives from this class, names its state arrays and gives <see cref="Update"/>.</remarks>
public abstract partial class Optimizer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<Parameter<T>, Slot> slots = new(ReferenceEqualityComparer.Instance);
    private readonly string[] stateNames;
    private double learningRate;
    private double weightDecay;
    private long call;

    // Of the gradients of the present step, in their order; longer than they are many where a step had more.
    private Slot[] pending = [];
    private int[] lengths = [];

    /// <summary>What the optimizer remembers about one parameter.</summary>
    private sealed class Slot(Parameter<T> parameter, ParameterGroup<T> group, T[][] arrays)
    {
        public Parameter<T> Parameter { get; } = parameter;
        public ParameterGroup<T> Group { get; } = group;
        public T[][] Arrays { get; } = arrays;
        public long StepCount { get; set; }
        public long LastCall { get; set; }
    }

    /// <summary>An optimizer of these groups.</summary>
    /// <param name="groups">No parameter may be in two of them, or twice in one.</param>
    /// <param name="learningRate">Size of a step, ≥ 0.</param>
    /// <param name="weightDecay">For groups without a weight decay of their own, ≥ 0.</param>
    /// <param name="stateNames">Names of the arrays, one number per element, that are remembered for each parameter.</param>
    /// <param name="initialState">What those arrays are filled with at first.</param>
    /// <exception cref="ArgumentException">A parameter occurs twice, or there is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    protected Optimizer(
        IReadOnlyList<ParameterGroup<T>> groups,
        double learningRate,
        double weightDecay,
        IReadOnlyList<string> stateNames,
        double initialState = 0
    )
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(stateNames);
        this.learningRate = Hyperparameter.NotNegative(learningRate, nameof(learningRate));
        this.weightDecay = Hyperparameter.NotNegative(weightDecay, nameof(weightDecay));
        Groups = [.. groups];
        this.stateNames = [.. stateNames];
        foreach (var group in Groups)
        {
            ArgumentNullException.ThrowIfNull(group, nameof(groups));
            foreach (var parameter in group.Parameters)
            {
                Add(parameter, group, T.CreateChecked(initialState));
            }
        }
        if (slots.Count == 0)
        {
            throw new ArgumentException("An optimizer needs at least one parameter.");
        }
        Parameters = [.. Groups.SelectMany(group => group.Parameters)];
    }

    /// <summary>The algorithm's name, for state and messages: <c>AdamW</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The groups, as given.</summary>
    public IReadOnlyList<ParameterGroup<T>> Groups { get; }

    /// <summary>The parameters of all groups, in order.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Size of the next step, ≥ 0: set it before each step to follow a <see cref="LearningRateSchedule"/>. Each group multiplies it by its own factor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRate
    {
        get => learningRate;
        set =>
            learningRate = Hyperparameter.NotNegative(value, nameof(value), nameof(LearningRate));
    }

    /// <summary>Weight decay of the groups that have none of their own, ≥ 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get => weightDecay;
        set => weightDecay = Hyperparameter.NotNegative(value, nameof(value), nameof(WeightDecay));
    }

    /// <summary>Updates the parameters that these gradients belong to. Parameters without a gradient here are skipped entirely: no
    /// decay, no change of their state, their own count of steps stays.</summary>
    /// <param name="gradients">From <c>tape.Gradients(loss, of: parameters)</c>; any subset of this optimizer's parameters. The tape must still be open.</param>
    /// <exception cref="ArgumentException">The gradients are of variables, of a parameter that this optimizer does not know, or twice of one
    /// parameter.</exception>
    /// <exception cref="InvalidOperationException">A parameter is frozen; a static graph is being traced; or an outer tape recorded how the gradients were computed, and changing
    /// parameters would ruin it.</exception>
    /// <exception cref="ObjectDisposedException">The tape that made the gradients is closed.</exception>
    /// <remarks>Nothing has changed if it throws. The present revision of each updated parameter ends.</remarks>
    public void Step(Gradients<T> gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        Validate(gradients);
        try
        {
            UpdateAll(gradients);
        }
        finally
        {
            for (var i = 0; i < gradients.Count; i++)
            {
                pending[i].Parameter.EndRevision();
            }
        }
    }

    /// <summary>Whether an element's new number and state depend on that element's number, gradient and state alone. Then
    /// <see cref="Update"/> is called for pieces of parameters, on several threads at once, in one sweep over all of them; otherwise
    /// once for each parameter, whole, one after the other.</summary>
    protected virtual bool IsElementwise => false;

    /// <summary>Updates one parameter, or a piece of it: see <see cref="IsElementwise"/>.</summary>
    /// <param name="values">The numbers, row-major; to be overwritten.</param>
    /// <param name="gradient">The gradient, as long.</param>
    /// <param name="context">Rate, decay, count and state for these numbers.</param>
    protected abstract void Update(
        Span<T> values,
        ReadOnlySpan<T> gradient,
        UpdateContext<T> context
    );

    private void Add(Parameter<T> parameter, ParameterGroup<T> group, T initialState)
    {
        var arrays = new T[stateNames.Length][];
        for (var i = 0; i < arrays.Length; i++)
        {
            arrays[i] = new T[parameter.Length];
            if (!T.IsZero(initialState))
            {
                Array.Fill(arrays[i], initialState);
            }
        }
        if (!slots.TryAdd(parameter, new Slot(parameter, group, arrays)))
        {
            throw new ArgumentException(
                $"Parameter '{parameter.Name}' was given to the optimizer twice; each belongs to one group, once."
            );
        }
    }

    private void Validate(Gradients<T> gradients)
    {
        if (gradients.IsRecorded)
        {
            throw new InvalidOperationException(
                $"{Name}.Step: an outer tape recorded how these gradients were computed, and a step would end the parameters that it reads. "
                    + "Step after that tape is closed, with gradients computed under one tape."
            );
        }
        if (gradients.Parameters.Count != gradients.Count)
        {
            throw new ArgumentException(
                $"{Name}.Step: these are gradients of variables; it takes gradients of parameters: tape.Gradients(loss, of: parameters).",
                nameof(gradients)
            );
        }
        call++;
        if (pending.Length < gradients.Count)
        {
            pending = new Slot[gradients.Count];
            lengths = new int[gradients.Count];
        }
        var parameters = gradients.Parameters;
        for (var i = 0; i < gradients.Count; i++)
        {
            pending[i] = Validate(parameters[i], gradients[i]);
        }
    }

    private Slot Validate(Parameter<T> parameter, Variable<T> gradient)
    {
        if (!slots.TryGetValue(parameter, out var slot))
        {
            throw new ArgumentException(
                $"{Name}.Step: parameter '{parameter.Name}' {parameter.Shape} has a gradient but belongs to no group of this optimizer."
            );
        }
        if (slot.LastCall == call)
        {
            throw new ArgumentException(
                $"{Name}.Step: parameter '{parameter.Name}' occurs twice among the gradients."
            );
        }
        parameter.ThrowIfTraced();
        if (parameter.IsFrozen)
        {
            throw new InvalidOperationException(
                $"{Name}.Step: parameter '{parameter.Name}' is frozen. Take gradients of module.TrainableParameters, or Unfreeze it."
            );
        }
        gradient.ThrowIfEnded();
        slot.LastCall = call;
        return slot;
    }
}
