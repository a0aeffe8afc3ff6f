using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Transformer;

/// <summary>A mixture of rows: scores, weights and what they give.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="Scores">S, (T, T), −∞ where a row may not look; null where the weights do not come from scores.</param>
/// <param name="Weights">W, (T, T); rows sum to 1, 0 above the diagonal.</param>
/// <param name="Result">Y, (T, …).</param>
public sealed record Mixture<T>(Variable<T>? Scores, Variable<T> Weights, Variable<T> Result)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The average of the past, <c>y_t = 1/(t + 1)·Σ_{s≤t} x_s</c>, three times the same; and attention, which only changes the weights.</summary>
/// <remarks>X = (1, 0), (3, 2), (2, 4), (6, 2) gives Y = (1, 0), (2, 1), (2, 2), (3, 2). In this order the argument is Karpathy's,
/// "Let's build GPT" (2023).</remarks>
public static class PastAverage
{
    /// <summary>Step 1: a loop that adds up the rows so far and divides by their number.</summary>
    /// <param name="x">X, (T, C).</param>
    /// <returns>No scores; as weights what the loop gave each row.</returns>
    /// <exception cref="ArgumentException">X is no matrix.</exception>
    public static Mixture<T> Loop<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (length, channels) = SizesOf(x);
        var sum = new T[channels];
        var weights = new T[length * length];
        var result = new T[length * channels];
        for (var t = 0; t < length; t++)
        {
            var share = T.One / T.CreateChecked(t + 1);
            weights.AsSpan(t * length, t + 1).Fill(share);
            for (var c = 0; c < channels; c++)
            {
                sum[c] += x.AsSpan()[t * channels + c];
                result[t * channels + c] = sum[c] * share;
            }
        }
        return new Mixture<T>(
            null,
            Variable.Of<T>(weights, [length, length]),
            Variable.Of<T>(result, [length, channels])
        );
    }

    /// <summary>Step 2: <c>W = tril(1)</c>, rows divided by their sums; <c>Y = W·X</c>.</summary>
    /// <inheritdoc cref="Loop" path="/param"/>
    /// <inheritdoc cref="Loop" path="/exception"/>
    /// <returns>No scores.</returns>
    public static Mixture<T> Product<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (length, _) = SizesOf(x);
        var ones = Variable.Ones<T>([length, length]).Tril(); // (T, T)
        var weights = ones / ones.Sum(axes: 1, keepDims: true); // (T, T)
        return new Mixture<T>(null, weights, weights.MatMul(x));
    }

    /// <summary>Step 3: <c>S = 0</c>, −∞ above the diagonal; <c>W = softmax(S)</c>; <c>Y = W·X</c>.</summary>
    /// <inheritdoc cref="Loop" path="/param"/>
    /// <inheritdoc cref="Loop" path="/exception"/>
    /// <returns>Scores, weights, result.</returns>
    public static Mixture<T> Softmax<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (length, _) = SizesOf(x);
        return Mix(Variable.Zeros<T>([length, length]), x);
    }

    /// <summary>Steps 4 and 5: the data fill S. <c>S = Q·Kᵀ/√D</c>, −∞ above the diagonal; <c>W = softmax(S)</c>; <c>Y = W·V</c>.</summary>
    /// <param name="q">Q, (T, D).</param>
    /// <param name="k">K, (T, D).</param>
    /// <param name="v">V, (T, D).</param>
    /// <returns>Scores, weights, result.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <remarks>Source: Vaswani et al. 2017, eq. 1.</remarks>
    public static Mixture<T> Attention<T>(Variable<T> q, Variable<T> k, Variable<T> v)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (_, size) = SizesOf(q);
        ArgumentNullException.ThrowIfNull(k);
        ArgumentNullException.ThrowIfNull(v);
        return Mix(q.MatMul(k, transposeB: true) / T.Sqrt(T.CreateChecked(size)), v);
    }

    private static Mixture<T> Mix<T>(Variable<T> scores, Variable<T> values) // (T, T), (T, …)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var masked = scores.MaskedFill(!Mask.Causal(scores.Shape[0]), T.NegativeInfinity); // (T, T)
        var weights = masked.Softmax(); // (T, T)
        return new Mixture<T>(masked, weights, weights.MatMul(values));
    }

    private static (int Length, int Size) SizesOf<T>(
        Variable<T> x,
        [CallerArgumentExpression(nameof(x))] string? name = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x, name);
        return x.Rank == 2
            ? (x.Shape[0], x.Shape[1])
            : throw new ArgumentException(
                $"PastAverage: {x.Shape} is not (positions, channels).",
                name
            );
    }
}
