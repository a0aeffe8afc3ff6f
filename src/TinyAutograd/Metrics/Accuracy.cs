using System.Numerics;

namespace TinyAutograd;

/// <summary>The share of examples whose class is predicted.</summary>
public static class Accuracy
{
    /// <summary>The share of predictions that are right.</summary>
    /// <param name="predicted">One class per example, at least one.</param>
    /// <param name="classes">The true classes, as many.</param>
    /// <returns>In [0, 1].</returns>
    /// <exception cref="ArgumentException">There is no example, or the numbers of classes differ.</exception>
    public static double Of(ReadOnlySpan<int> predicted, ReadOnlySpan<int> classes)
    {
        if (predicted.Length != classes.Length || classes.IsEmpty)
        {
            throw new ArgumentException(
                $"Accuracy: {predicted.Length} predictions for {classes.Length} classes; there must be one for each, and at least one."
            );
        }
        var right = 0;
        for (var i = 0; i < classes.Length; i++)
        {
            right += predicted[i] == classes[i] ? 1 : 0;
        }
        return (double)right / classes.Length;
    }

    /// <summary>The share of examples whose class has the largest score: <see cref="TopK"/> with k = 1.</summary>
    /// <inheritdoc cref="TopK" path="/param[@name='scores']|/param[@name='classes']|/returns|/exception|/remarks"/>
    public static double Of<T>(Variable<T> scores, Indices classes)
        where T : unmanaged, IFloatingPointIeee754<T> => TopK(scores, classes, k: 1);

    /// <summary>The share of examples whose class is among the k with the largest scores.</summary>
    /// <param name="scores">(…, K): logits or probabilities of K classes.</param>
    /// <param name="classes">(…): the true classes, each in [0, K).</param>
    /// <param name="k">In [1, K].</param>
    /// <returns>In [0, 1].</returns>
    /// <exception cref="ArgumentException">There is no example, the shapes do not fit, or a class is not in [0, K).</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is not in [1, K].</exception>
    /// <remarks>Of equal scores the lower class comes first, as in <see cref="VariableOps.ArgMax"/>. An example with a NaN among its scores counts as
    /// wrong.</remarks>
    public static double TopK<T>(Variable<T> scores, Indices classes, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowUnlessFitting(scores, classes);
        var count = scores.Shape[^1];
        if (k < 1 || k > count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(k),
                k,
                $"Accuracy: k must be in [1, {count}], the number of classes."
            );
        }
        var right = 0;
        for (var i = 0; i < classes.Length; i++)
        {
            if ((uint)classes[i] >= (uint)count)
            {
                throw new ArgumentException(
                    $"Accuracy: class {classes[i]} at position {i} is not in [0, {count}).",
                    nameof(classes)
                );
            }
            right += Rank(scores.AsSpan().Slice(i * count, count), classes[i]) < k ? 1 : 0;
        }
        return (double)right / classes.Length;
    }

    // How many classes come before one; more than there are if a score is NaN.
    private static int Rank<T>(ReadOnlySpan<T> scores, int target)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var before = 0;
        for (var c = 0; c < scores.Length; c++)
        {
            if (T.IsNaN(scores[c]))
            {
                return scores.Length;
            }
            before +=
                scores[c] > scores[target] || (scores[c] == scores[target] && c < target) ? 1 : 0;
        }
        return before;
    }

    private static void ThrowUnlessFitting<T>(Variable<T> scores, Indices classes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(classes);
        if (
            scores.Rank == 0
            || scores.Shape.Without(scores.Rank - 1) != classes.Shape
            || scores.Length == 0
        )
        {
            throw new ArgumentException(
                $"Accuracy: scores {scores.Shape} and classes {classes.Shape} must be (…, K) and (…), with at least one example."
            );
        }
    }
}
