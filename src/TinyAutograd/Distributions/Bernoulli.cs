using System.Numerics;

namespace TinyAutograd;

/// <summary>The distribution of 1 (with probability p) and 0, given by its logit <c>ln(p / (1 − p))</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Bernoulli<T> : Distribution<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Independent zeros and ones.</summary>
    /// <param name="logits">Any shape.</param>
    /// <exception cref="ArgumentException">A logit is NaN.</exception>
    public Bernoulli(Variable<T> logits)
        : base(ShapeOf(logits))
    {
        ThrowUnless(static x => !T.IsNaN(x), logits, "logit", "a number");
        Logits = logits;
    }

    /// <summary><c>ln(p / (1 − p))</c>.</summary>
    public Variable<T> Logits { get; }

    /// <summary>p, the probability of 1.</summary>
    public Variable<T> Probabilities => Logits.Sigmoid();

    /// <inheritdoc/>
    public override Variable<T> Sample(RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var drawn = Probabilities.ToArray();
        for (var i = 0; i < drawn.Length; i++)
        {
            drawn[i] = random.NextDouble() < double.CreateChecked(drawn[i]) ? T.One : T.Zero;
        }
        return Variable.Of<T>(drawn, Shape);
    }

    /// <summary><c>x·logit − ln(1 + e^logit)</c>, for x of 0 or 1.</summary>
    /// <inheritdoc/>
    public override Variable<T> LogProbability(Variable<T> value) =>
        value * Logits - Logits.Softplus();

    /// <summary><c>ln(1 + e^logit) − p·logit</c>.</summary>
    /// <inheritdoc/>
    public override Variable<T> Entropy() => Logits.Softplus() - Probabilities * Logits;

    /// <summary>Kullback and Leibler's divergence from this distribution to another q, in nats per element:
    /// <c>p·(logit − logit_q) − ln(1 + e^logit) + ln(1 + e^logit_q)</c>.</summary>
    /// <param name="other">q, of a shape that broadcasts.</param>
    /// <returns>The common shape; ≥ 0.</returns>
    /// <exception cref="ArgumentException">The shapes cannot be broadcast together.</exception>
    public Variable<T> DivergenceTo(Bernoulli<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Probabilities * (Logits - other.Logits)
            - Logits.Softplus()
            + other.Logits.Softplus();
    }
}
