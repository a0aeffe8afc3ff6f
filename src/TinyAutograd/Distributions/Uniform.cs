using System.Numerics;

namespace TinyAutograd;

/// <summary>The uniform distribution on [low, high).</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Uniform<T> : Distribution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Independent uniform numbers.</summary>
    /// <param name="low">Lower bounds, included; any shape.</param>
    /// <param name="high">Upper bounds, of a shape that broadcasts; each above its lower bound.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or an upper bound is not above its lower one.</exception>
    public Uniform(Variable<T> low, Variable<T> high)
        : base(Broadcasting.Broadcast("Uniform", ShapeOf(low), ShapeOf(high)))
    {
        ThrowUnless(
            static x => x > T.Zero && T.IsFinite(x),
            high - low,
            "width (high − low)",
            "positive and finite"
        );
        (Low, High) = (low, high);
    }

    /// <summary>The lower bounds.</summary>
    public Variable<T> Low { get; }

    /// <summary>The upper bounds.</summary>
    public Variable<T> High { get; }

    /// <inheritdoc/>
    public override Variable<T> Sample(RandomGenerator random) => Draw(random).Detach();

    /// <summary>Draws a number for each element as a function of the bounds, <c>low + (high − low)·u</c> with u uniform on [0, 1).</summary>
    /// <param name="random">The generator; it moves on.</param>
    /// <returns>Of <see cref="Distribution{T}.Shape"/>.</returns>
    /// <remarks>Gradient: <c>dlow = dy ⊙ (1 − u), dhigh = dy ⊙ u</c>.</remarks>
    public Variable<T> Draw(RandomGenerator random) =>
        Low + (High - Low) * Variable.Uniform<T>(Shape, random);

    /// <summary><c>−ln(high − low)</c> within the bounds, −∞ outside.</summary>
    /// <inheritdoc/>
    public override Variable<T> LogProbability(Variable<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ((value >= Low) & (value < High)).Where(
            -(High - Low).Log(),
            Variable.Of(T.NegativeInfinity)
        );
    }

    /// <summary><c>ln(high − low)</c>.</summary>
    /// <inheritdoc/>
    public override Variable<T> Entropy() => (High - Low).Log();

    /// <summary>Kullback and Leibler's divergence from this distribution p to another q, in nats per element:
    /// <c>ln((high_q − low_q) / (high_p − low_p))</c> where q covers p, ∞ elsewhere.</summary>
    /// <param name="other">q, of a shape that broadcasts.</param>
    /// <returns>The common shape; ≥ 0.</returns>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public Variable<T> DivergenceTo(Uniform<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var isCovered = (other.Low <= Low) & (other.High >= High);
        return isCovered.Where(
            (other.High - other.Low).Log() - (High - Low).Log(),
            Variable.Of(T.PositiveInfinity)
        );
    }
}
