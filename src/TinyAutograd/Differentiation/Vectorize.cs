using System.Numerics;

namespace TinyAutograd;

/// <summary>Turns a function of one example into a function of a batch.</summary>
public static class Vectorize
{
    /// <summary>Calls a function for each example of a batch, <c>y[b] = f(x[b])</c>.</summary>
    /// <param name="f">A function of one example; it must give the same shape for each.</param>
    /// <param name="batch">(B, …): the examples along the leading axis, at least one.</param>
    /// <returns>(B, …): the results, stacked.</returns>
    /// <exception cref="ArgumentException">The batch has no leading axis or no example, or the results differ in shape.</exception>
    /// <remarks>Gradient: that of the loop, to the batch and to what <paramref name="f"/> captures; <c>Differentiate</c> may stand within f,
    /// which gives a gradient per example. Cost: B calls; ops are not merged, so where an op takes a batch itself, that is faster.</remarks>
    public static Variable<T> Over<T>(Func<Variable<T>, Variable<T>> f, Variable<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(batch);
        return Over(x => f(x[0]), [batch]);
    }

    /// <summary>Calls a function of several variables for each example, <c>y[b] = f(x₀[b], x₁[b], …)</c>.</summary>
    /// <param name="f">A function of one example; it must give the same shape for each.</param>
    /// <param name="batches">(B, …) each, of equal B; what all examples share is captured instead.</param>
    /// <exception cref="ArgumentException">No batch, a batch without a leading axis or without an example, different numbers of examples, or
    /// results that differ in shape.</exception>
    /// <inheritdoc cref="Over{T}(Func{Variable{T}, Variable{T}}, Variable{T})" path="/returns|/remarks"/>
    public static Variable<T> Over<T>(
        Func<IReadOnlyList<Variable<T>>, Variable<T>> f,
        IReadOnlyList<Variable<T>> batches
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(batches);
        var count = CountOf(batches);
        var results = new Variable<T>[count];
        for (var b = 0; b < count; b++)
        {
            results[b] =
                f([.. batches.Select(batch => Example(batch, b))])
                ?? throw new ArgumentException(
                    $"Vectorize: the function gave null for example {b}.",
                    nameof(f)
                );
        }
        return VariableOps.Stack(results);
    }

    private static Variable<T> Example<T>(Variable<T> batch, int b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        batch.Slice(0, b, b + 1).Reshape(batch.Shape.Without(0));

    private static int CountOf<T>(IReadOnlyList<Variable<T>> batches)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (batches.Count == 0)
        {
            throw new ArgumentException("Vectorize: there is no batch.", nameof(batches));
        }
        foreach (var batch in batches)
        {
            ArgumentNullException.ThrowIfNull(batch, nameof(batches));
        }
        foreach (var batch in batches)
        {
            if (batch.Rank == 0 || batch.Shape[0] == 0 || batch.Shape[0] != batches[0].Shape[0])
            {
                throw new ArgumentException(
                    $"Vectorize: the batches {string.Join(", ", batches.Select(x => x.Shape))} must have a leading axis of the same size, at least 1."
                );
            }
        }
        return batches[0].Shape[0];
    }
}
