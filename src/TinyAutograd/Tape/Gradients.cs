using System.Collections;
using System.Numerics;

namespace TinyAutograd;

/// <summary>The gradients of one loss, one per target, in the order of the targets. Immutable; lives as long as the tape.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Gradients<T> : IReadOnlyList<Variable<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T>[] targets;
    private readonly IReadOnlyList<Parameter<T>>? parameters;
    private readonly Variable<T>[] values;

    internal Gradients(
        Variable<T>[] targets,
        IReadOnlyList<Parameter<T>>? parameters,
        Variable<T>[] values,
        bool isRecorded
    )
    {
        this.targets = targets;
        this.parameters = parameters;
        this.values = values;
        IsRecorded = isRecorded;
    }

    /// <summary>Whether another tape recorded how these gradients were computed. Then the parameters must not change before that tape closes.</summary>
    public bool IsRecorded { get; }

    /// <summary>The parameters that the gradients belong to; empty where the targets were variables.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => parameters ?? [];

    /// <summary>Number of targets.</summary>
    public int Count => values.Length;

    /// <summary>The gradient of target number <paramref name="index"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    public Variable<T> this[int index] =>
        (uint)index < (uint)values.Length
            ? values[index]
            : throw new ArgumentOutOfRangeException(
                nameof(index),
                index,
                $"Gradients: there is no target {index}; there are {Count}."
            );

    /// <summary>The gradient of a target.</summary>
    /// <exception cref="KeyNotFoundException">It was not a target.</exception>
    public Variable<T> this[Variable<T> target]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(target);
            var index = Array.IndexOf(targets, target);
            return index >= 0
                ? values[index]
                : throw new KeyNotFoundException(
                    $"{target.Origin} {target.Shape} is not among the {Count} targets of these gradients."
                );
        }
    }

    /// <summary>The gradient of a parameter.</summary>
    /// <exception cref="KeyNotFoundException">It was not a target.</exception>
    public Variable<T> this[Parameter<T> parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            for (var i = 0; i < Parameters.Count; i++)
            {
                if (ReferenceEquals(Parameters[i], parameter))
                {
                    return values[i];
                }
            }
            throw new KeyNotFoundException(
                $"Parameter '{parameter.Name}' is not among the {Count} targets of these gradients."
            );
        }
    }

    /// <summary>Other gradients for the same targets: clipped, scaled, averaged.</summary>
    /// <param name="change">Gives the new gradient for a number and the old gradient; the shape must stay.</param>
    /// <returns>A new object.</returns>
    /// <exception cref="ArgumentException">A gradient became null, or changed its shape.</exception>
    public Gradients<T> Map(Func<int, Variable<T>, Variable<T>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var changed = new Variable<T>[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            changed[i] =
                change(i, values[i])
                ?? throw new ArgumentException($"Gradients.Map: gradient {i} became null.");
            if (changed[i].Shape != values[i].Shape)
            {
                throw new ArgumentException(
                    $"Gradients.Map: gradient {i} changed its shape from {values[i].Shape} to {changed[i].Shape}."
                );
            }
        }
        return new Gradients<T>(targets, parameters, changed, IsRecorded);
    }

    /// <summary>The gradients in the order of the targets.</summary>
    public IEnumerator<Variable<T>> GetEnumerator() =>
        ((IEnumerable<Variable<T>>)values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
