using System.Numerics;

namespace TinyAutograd;

/// <summary>Changes a parameter's numbers in place.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TState">What the change needs to know.</typeparam>
/// <param name="values">The numbers, row-major.</param>
/// <param name="state">What the change needs to know.</param>
public delegate void ParameterUpdate<T, in TState>(Span<T> values, TState state)
    where TState : allows ref struct;

/// <summary>A named slot whose numbers an optimizer updates. Used like a variable: it has the operators, and converts to one.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>An update ends the present <see cref="Value"/>: variables that read the old numbers throw from then on.</remarks>
public sealed partial class Parameter<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Block<T> block;
    private Variable<T>? value;
    private string name;
    private string origin;

    /// <summary>A slot with these numbers (copied).</summary>
    /// <param name="name">For messages and files; not empty.</param>
    /// <param name="initial">Shape and first numbers.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Parameter(string name, Variable<T> initial)
        : this(name, ShapeOf(initial)) => initial.AsSpan().CopyTo(Numbers);

    /// <summary>A slot of zeros.</summary>
    /// <param name="name">For messages and files; not empty.</param>
    /// <param name="shape">The sizes along the axes, outermost first.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Parameter(string name, Shape shape)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        (this.name, origin) = (name, Quoted(name));
        (Shape, Length) = (shape, shape.ElementCount);
        block = new Block<T>(Math.Max(Length, 1), owner: this);
        Numbers.Clear();
    }

    /// <summary>The name, with the names of the modules around it: <c>blocks.0.attention.weight</c>.</summary>
    public string Name
    {
        get => name;
        internal set => (name, origin) = (value, Quoted(value));
    }

    /// <summary>The variable of the present revision: the same object until the next update. While a <c>StaticGraph</c> is traced, a
    /// variable that stands for the numbers of any revision, and cannot be read.</summary>
    public Variable<T> Value =>
        Tracing.ElementType == typeof(T)
            ? Placeholder<T>.Of(this, Shape, origin)
            : value ?? TakeValue();

    /// <summary>The shape, which never changes.</summary>
    public Shape Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>Whether training must leave the numbers as they are: an optimizer then refuses to change them. False at first.</summary>
    /// <remarks>Loading and <see cref="Assign"/> are no training, and change them all the same.</remarks>
    public bool IsFrozen { get; set; }

    /// <summary>The numbers, to be overwritten by who then calls <see cref="EndRevision"/>, come what may.</summary>
    internal Span<T> Numbers => block.Span(Length);

    /// <summary>The present <see cref="Value"/>.</summary>
    public static implicit operator Variable<T>(Parameter<T> parameter)
    {
        // The name of a conversion's parameter is one that the caller never wrote.
        return parameter is not null
            ? parameter.Value
            : throw new ArgumentNullException(null, "A parameter that is null has no variable.");
    }

    /// <summary>Changes the numbers in place and ends the present revision.</summary>
    /// <param name="state">Handed to <paramref name="update"/>.</param>
    /// <param name="update">Writes the new numbers over the old.</param>
    /// <exception cref="InvalidOperationException">A <c>StaticGraph</c> is being traced: the update would be no part of it.</exception>
    /// <remarks>If <paramref name="update"/> throws, the revision ends all the same: the numbers are what it left.</remarks>
    public void Update<TState>(TState state, ParameterUpdate<T, TState> update)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(update);
        ThrowIfTraced();
        try
        {
            update(Numbers, state);
        }
        finally
        {
            EndRevision();
        }
    }

    /// <summary>Replaces the numbers.</summary>
    /// <param name="values">As many as <see cref="Length"/>, row-major.</param>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    /// <inheritdoc cref="Update{TState}" path="/exception"/>
    public void Assign(ReadOnlySpan<T> values)
    {
        if (values.Length != Length)
        {
            throw new ArgumentException(
                $"Parameter '{Name}' {Shape} takes {Length} values; {values.Length} were given.",
                nameof(values)
            );
        }
        Update(values, static (old, values) => values.CopyTo(old));
    }

    /// <summary>Name, shape and numbers.</summary>
    public override string ToString() => $"{Name} {Shape}\n{Value}";

    /// <summary>The memory, which is the same in each revision.</summary>
    internal Block<T> Block => block;

    /// <summary>Refuses an update that would be no part of the static graph that is traced.</summary>
    internal void ThrowIfTraced()
    {
        if (Tracing.ElementType == typeof(T))
        {
            throw new InvalidOperationException(
                $"Parameter '{Name}' {Shape} cannot be updated while a static graph is traced: only ops are part of it. Update it before or after."
            );
        }
    }

    /// <summary>Ends the present revision: what read the old numbers throws from now on.</summary>
    internal void EndRevision()
    {
        block.Revision++;
        value = null; // made when it is asked for: a parameter that is updated often and read by a static graph allocates nothing
    }

    // Several threads may ask at once: one object is the value of all.
    private Variable<T> TakeValue()
    {
        var taken = new Variable<T>(block, Shape, Length, origin);
        return Interlocked.CompareExchange(ref value, taken, null) ?? taken;
    }

    private static Shape ShapeOf(Variable<T> initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        return initial.Shape;
    }

    private static string Quoted(string name) => $"'{name}'";
}
