using System.Numerics;

namespace TinyAutograd;

/// <summary>The normal distribution with mean μ and standard deviation σ.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Normal<T> : Distribution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Independent normal numbers.</summary>
    /// <param name="mean">μ, any shape.</param>
    /// <param name="standardDeviation">σ > 0, of a shape that broadcasts with it.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or a standard deviation is not positive and finite.</exception>
    public Normal(Variable<T> mean, Variable<T> standardDeviation)
        : base(Broadcasting.Broadcast("Normal", ShapeOf(mean), ShapeOf(standardDeviation)))
    {
        ThrowUnless(
            static x => x > T.Zero && T.IsFinite(x),
            standardDeviation,
            "standard deviation",
            "positive and finite"
        );
        (Mean, StandardDeviation) = (mean, standardDeviation);
    }

    /// <summary>μ.</summary>
    public Variable<T> Mean { get; }

    /// <summary>σ.</summary>
    public Variable<T> StandardDeviation { get; }

    /// <inheritdoc/>
    public override Variable<T> Sample(RandomGenerator random) => Draw(random).Detach();

    /// <summary>Draws a number for each element as a function of the parameters, <c>μ + σ·ε</c> with ε standard normal.</summary>
    /// <param name="random">The generator; it moves on.</param>
    /// <returns>Of <see cref="Distribution{T}.Shape"/>.</returns>
    /// <remarks>Gradient: <c>dμ = dy, dσ = dy ⊙ ε</c>. Source: Kingma and Welling 2014, section 2.4.</remarks>
    public Variable<T> Draw(RandomGenerator random) =>
        Mean + StandardDeviation * Variable.Normal<T>(Shape, random);

    /// <summary><c>−½((x − μ)/σ)² − ln σ − ½ ln 2π</c>.</summary>
    /// <inheritdoc/>
    public override Variable<T> LogProbability(Variable<T> value)
    {
        var z = (value - Mean) / StandardDeviation;
        return z.Square() * Number(-0.5)
            - StandardDeviation.Log()
            - Number(0.5 * Math.Log(2 * Math.PI));
    }

    /// <summary><c>½ ln 2πe + ln σ</c>.</summary>
    /// <inheritdoc/>
    public override Variable<T> Entropy() =>
        (StandardDeviation.Log() + Number(0.5 * Math.Log(2 * Math.PI * Math.E))).Expand(Shape);

    /// <summary>Kullback and Leibler's divergence from this distribution p to another q, in nats per element:
    /// <c>ln(σ_q/σ_p) + (σ_p² + (μ_p − μ_q)²) / (2σ_q²) − ½</c>.</summary>
    /// <param name="other">q, of a shape that broadcasts.</param>
    /// <returns>The common shape; ≥ 0.</returns>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public Variable<T> DivergenceTo(Normal<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var ratio = (StandardDeviation / other.StandardDeviation).Square();
        var distance = ((Mean - other.Mean) / other.StandardDeviation).Square();
        return (ratio + distance - ratio.Log() - T.One) * Number(0.5);
    }
}
