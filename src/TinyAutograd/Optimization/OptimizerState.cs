using System.Numerics;

namespace TinyAutograd;

/// <summary>A copy of what an optimizer remembers between steps: enough to continue with the same bits. Immutable.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Hyper-parameters other than the rate are the constructor's and not part of it; the parameters' own numbers are the model's.</remarks>
public sealed class OptimizerState<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A state, for example read from a file.</summary>
    /// <param name="optimizer">The algorithm's name, <see cref="Optimizer{T}.Name"/>.</param>
    /// <param name="learningRate">The rate that was set last.</param>
    /// <param name="parameters">One per parameter; names must differ.</param>
    /// <exception cref="ArgumentException">Two parameters have the same name, or the algorithm has none.</exception>
    public OptimizerState(
        string optimizer,
        double learningRate,
        IReadOnlyList<ParameterState<T>> parameters
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(optimizer);
        ArgumentNullException.ThrowIfNull(parameters);
        Optimizer = optimizer;
        LearningRate = learningRate;
        Parameters = [.. parameters];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in Parameters)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
            if (!names.Add(parameter.Name))
            {
                throw new ArgumentException(
                    $"The state of an optimizer is kept by name, and two parameters are called '{parameter.Name}'."
                );
            }
        }
    }

    /// <summary>The algorithm's name.</summary>
    public string Optimizer { get; }

    /// <summary>The rate that was set last.</summary>
    public double LearningRate { get; }

    /// <summary>What is remembered about each parameter, in the optimizer's order.</summary>
    public IReadOnlyList<ParameterState<T>> Parameters { get; }
}

/// <summary>What an optimizer remembers about one parameter.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class ParameterState<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The state of one parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="stepCount">Number of its updates so far, ≥ 0.</param>
    /// <param name="arrays">Numbers of the parameter's shape by the names PyTorch gives them: <c>exp_avg</c>, <c>momentum_buffer</c>.
    /// They are read by <see cref="Optimizer{T}.Restore"/>, so they must not end with a tape before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public ParameterState(
        string name,
        long stepCount,
        IReadOnlyDictionary<string, Variable<T>> arrays
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegative(stepCount);
        ArgumentNullException.ThrowIfNull(arrays);
        Name = name;
        StepCount = stepCount;
        Arrays = new Dictionary<string, Variable<T>>(arrays, StringComparer.Ordinal);
    }

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>Number of its updates so far.</summary>
    public long StepCount { get; }

    /// <summary>Numbers of the parameter's shape, by name.</summary>
    public IReadOnlyDictionary<string, Variable<T>> Arrays { get; }
}
