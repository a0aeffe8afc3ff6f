using System.Globalization;
using System.Numerics;

namespace TinyAutograd;

/// <summary>In training each element becomes 0 with probability p, and the others are divided by 1 − p; in evaluation nothing happens.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>It has a generator of its own, whose state can be read and set: a resumed run drops the same elements. Source: Srivastava et al. 2014.</remarks>
public sealed class Dropout<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly RandomGenerator random;

    /// <summary>A dropout with a generator of its own.</summary>
    /// <param name="probability">p, in [0, 1): 0 does nothing.</param>
    /// <param name="seed">Different layers should have different seeds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public Dropout(double probability, long seed)
        : this(probability, new RandomGenerator(seed)) { }

    /// <summary>A dropout that draws from this generator.</summary>
    /// <param name="probability">p, in [0, 1): 0 does nothing.</param>
    /// <param name="random">The generator; it moves on with each training pass.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public Dropout(double probability, RandomGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!(probability is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                null, // layers that contain one call it otherwise
                probability,
                "Dropout: the probability must lie in [0, 1)."
            );
        }
        Probability = probability;
        this.random = random;
    }

    /// <summary>p, the probability that an element is dropped.</summary>
    public double Probability { get; }

    /// <summary>Where the generator stands. Setting it repeats what was drawn from there.</summary>
    public RandomState RandomState
    {
        get => random.State;
        set => random.State = value;
    }

    /// <inheritdoc/>
    protected override string Attributes =>
        $"p: {Probability.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Drops elements in training; the very input in evaluation or where p is 0.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    public override Variable<T> Forward(Variable<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return IsTraining && Probability > 0 ? x.Dropout(Probability, random) : x;
    }
}
