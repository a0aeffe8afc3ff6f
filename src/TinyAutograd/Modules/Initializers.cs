using System.Numerics;

namespace TinyAutograd;

/// <summary>Draws the first numbers of a parameter.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="shape">The parameter's shape.</param>
/// <param name="random">The generator; it moves on.</param>
/// <returns>A variable of that shape.</returns>
public delegate Variable<T> Initializer<T>(Shape shape, RandomGenerator random)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>Which of its neighbours' scale a weight keeps.</summary>
public enum FanMode
{
    /// <summary>Inputs of each output: the scale of the forward pass is kept.</summary>
    In,

    /// <summary>Outputs of each input: the scale of the gradients is kept.</summary>
    Out,
}

/// <summary>The ways to draw first weights, so that signals neither grow nor fade from layer to layer.</summary>
/// <remarks>Weights are (outputs, inputs, kernel…): fan-in is inputs × kernel size, fan-out outputs × kernel size. All draws are independent.</remarks>
public static class Initializers
{
    /// <summary>The gain of a linear layer, a convolution and a sigmoid: 1.</summary>
    public const double LinearGain = 1;

    /// <summary>The gain of tanh: 5/3.</summary>
    public const double TanhGain = 5.0 / 3;

    /// <summary>The gain of ReLU, √2: half of the signal is lost. Fair for GELU and SiLU too.</summary>
    public const double ReluGain = 1.4142135623730951;

    /// <summary>The gain of a leaky ReLU, <c>√(2 / (1 + slope²))</c>.</summary>
    /// <param name="negativeSlope">The slope below 0.</param>
    public static double LeakyReluGain(double negativeSlope = 0.01) =>
        Math.Sqrt(2 / (1 + negativeSlope * negativeSlope));

    /// <summary>Uniform on ±gain·√(6 / (fan-in + fan-out)).</summary>
    /// <param name="gain">Of the activation that follows, > 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not positive, or not finite.</exception>
    /// <remarks>Source: Glorot and Bengio 2010, eq. 16.</remarks>
    public static Initializer<T> XavierUniform<T>(double gain = LinearGain)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNotPositive(gain, nameof(gain));
        return (shape, random) => Spread<T>(shape, random, gain * XavierDeviation(shape));
    }

    /// <summary>Normal with standard deviation gain·√(2 / (fan-in + fan-out)).</summary>
    /// <param name="gain">Of the activation that follows, > 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not positive, or not finite.</exception>
    /// <remarks>Source: Glorot and Bengio 2010, eq. 12.</remarks>
    public static Initializer<T> XavierNormal<T>(double gain = LinearGain)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNotPositive(gain, nameof(gain));
        return (shape, random) =>
            Variable.Normal<T>(shape, random, 0, gain * XavierDeviation(shape));
    }

    /// <summary>Uniform on ±gain·√(3 / fan).</summary>
    /// <param name="gain">Of the activation that follows, > 0.</param>
    /// <param name="mode">Which fan.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not positive, or not finite.</exception>
    /// <remarks>Source: He et al. 2015, eq. 10 and 14.</remarks>
    public static Initializer<T> KaimingUniform<T>(
        double gain = ReluGain,
        FanMode mode = FanMode.In
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNotPositive(gain, nameof(gain));
        return (shape, random) => Spread<T>(shape, random, gain / Math.Sqrt(Fan(shape, mode)));
    }

    /// <summary>Normal with standard deviation gain / √fan.</summary>
    /// <param name="gain">Of the activation that follows, > 0.</param>
    /// <param name="mode">Which fan.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not positive, or not finite.</exception>
    /// <remarks>Source: He et al. 2015, eq. 10 and 14.</remarks>
    public static Initializer<T> KaimingNormal<T>(double gain = ReluGain, FanMode mode = FanMode.In)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ThrowIfNotPositive(gain, nameof(gain));
        return (shape, random) =>
            Variable.Normal<T>(shape, random, 0, gain / Math.Sqrt(Fan(shape, mode)));
    }

    /// <summary>Normal with mean 0.</summary>
    /// <param name="standardDeviation">≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative.</exception>
    public static Initializer<T> Normal<T>(double standardDeviation = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        return (shape, random) => Variable.Normal<T>(shape, random, 0, standardDeviation);
    }

    /// <summary>Normal with standard deviation s / √(2·layers): for the projections that write into a residual stream twice per layer, so that the
    /// stream's scale does not grow with depth.</summary>
    /// <param name="layerCount">Number of layers that write into the stream, ≥ 1.</param>
    /// <param name="standardDeviation">s, that of the other weights, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is not positive, or the standard deviation negative.</exception>
    /// <remarks>Source: Radford et al. 2019 (GPT-2), section 2.3.</remarks>
    public static Initializer<T> ResidualNormal<T>(int layerCount, double standardDeviation = 0.02)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layerCount);
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        return Normal<T>(standardDeviation / Math.Sqrt(2.0 * layerCount));
    }

    /// <summary>Uniform on [low, high).</summary>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound, not below the lower.</param>
    /// <exception cref="ArgumentOutOfRangeException">The upper bound is below the lower.</exception>
    public static Initializer<T> Uniform<T>(double low, double high)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        return (shape, random) => Variable.Uniform<T>(shape, random, low, high);
    }

    /// <summary>All 0.</summary>
    public static Initializer<T> Zeros<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => (shape, _) => Variable.Zeros<T>(shape);

    /// <summary>All 1.</summary>
    public static Initializer<T> Ones<T>()
        where T : unmanaged, IFloatingPointIeee754<T> => (shape, _) => Variable.Ones<T>(shape);

    /// <summary>All the same number.</summary>
    /// <param name="value">The number.</param>
    public static Initializer<T> Constant<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => (shape, _) => Variable.Full(shape, value);

    // A uniform distribution with standard deviation s reaches to ±√3·s.
    private static Variable<T> Spread<T>(Shape shape, RandomGenerator random, double deviation)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bound = Math.Sqrt(3) * deviation;
        return Variable.Uniform<T>(shape, random, -bound, bound);
    }

    private static double XavierDeviation(Shape shape) =>
        Math.Sqrt(2.0 / ((double)Fan(shape, FanMode.In) + Fan(shape, FanMode.Out)));

    private static int Fan(Shape shape, FanMode mode)
    {
        if (shape.Rank < 2)
        {
            throw new ArgumentException(
                $"Initializers: a weight of shape {shape} has no fan; it needs at least two axes, (outputs, inputs).",
                nameof(shape)
            );
        }
        var kernel = 1;
        for (var axis = 2; axis < shape.Rank; axis++)
        {
            kernel *= shape[axis];
        }
        // Without elements there is nothing to draw; 1 keeps the deviation finite.
        return Math.Max(kernel * shape[mode == FanMode.In ? 1 : 0], 1);
    }

    private static void ThrowIfNotPositive(double gain, string name)
    {
        if (!(gain > 0) || !double.IsFinite(gain))
        {
            throw new ArgumentOutOfRangeException(name, gain, "A gain must be finite and > 0.");
        }
    }
}
