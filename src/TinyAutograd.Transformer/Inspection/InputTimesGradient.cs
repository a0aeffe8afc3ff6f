using System.Numerics;

namespace TinyAutograd.Transformer;

public static partial class GptInspection
{
    /// <summary>What each position's vector contributes to a score, to first order: <c>aₜ = Σ_c xₜ_c · ∂score/∂xₜ_c</c>.</summary>
    /// <param name="x">(T, C): a vector per position.</param>
    /// <param name="score">A single number that is computed from them in recorded ops.</param>
    /// <returns>T numbers. For a linear score they sum to score(x) − score(0); where the score does not depend on a position, exactly 0.</returns>
    /// <exception cref="ArgumentException">x is no matrix, or the score has several elements.</exception>
    /// <exception cref="InvalidOperationException">The score does not depend on x.</exception>
    /// <remarks>Source: Shrikumar, Greenside and Kundaje 2017, section 3.1 (gradient ⊙ input).</remarks>
    public static IReadOnlyList<double> InputTimesGradient<T>(
        Variable<T> x,
        Func<Variable<T>, Variable<T>> score
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(score);
        if (x.Rank != 2)
        {
            throw new ArgumentException(
                $"InputTimesGradient: {x.Shape} is not (positions, channels).",
                nameof(x)
            );
        }
        using var tape = new Tape<T>();
        var scored =
            score(x)
            ?? throw new ArgumentException(
                "InputTimesGradient: the function gave null.",
                nameof(score)
            );
        var gradient = tape.Gradient(scored, of: x); // (T, C)
        return MatrixRows.Numbers((x * gradient).Sum(axes: 1).AsSpan()); // (T)
    }
}
