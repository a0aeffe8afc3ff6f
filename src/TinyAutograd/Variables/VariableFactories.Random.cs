using System.Numerics;

namespace TinyAutograd;

/// <content>Draws from distributions.</content>
public static partial class Variable
{
    /// <summary>Independent draws from a normal distribution.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation, ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative.</exception>
    public static Variable<T> Normal<T>(
        Shape shape,
        RandomGenerator random,
        double mean = 0,
        double standardDeviation = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        return Draw<T, (double Mean, double Deviation)>(
            shape,
            random,
            (mean, standardDeviation),
            static (r, p) => p.Mean + p.Deviation * r.NextNormal()
        );
    }

    /// <summary>Independent draws from the uniform distribution on [low, high).</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="low">Lower bound, included.</param>
    /// <param name="high">Upper bound, not included (save by rounding to <typeparamref name="T"/>).</param>
    /// <exception cref="ArgumentException">The upper bound is below the lower.</exception>
    public static Variable<T> Uniform<T>(
        Shape shape,
        RandomGenerator random,
        double low = 0,
        double high = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        return Draw<T, (double Low, double High)>(
            shape,
            random,
            (low, high),
            static (r, p) => p.Low + (p.High - p.Low) * r.NextDouble()
        );
    }

    /// <summary>Independent draws from a normal distribution, those outside [low, high] drawn again.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="mean">The mean before truncation.</param>
    /// <param name="standardDeviation">The standard deviation before truncation, ≥ 0.</param>
    /// <param name="low">Lower bound, in standard deviations from the mean.</param>
    /// <param name="high">Upper bound, in standard deviations from the mean.</param>
    /// <exception cref="ArgumentException">The bounds are not in order, or hold less than about one draw in a thousand.</exception>
    public static Variable<T> TruncatedNormal<T>(
        Shape shape,
        RandomGenerator random,
        double mean = 0,
        double standardDeviation = 1,
        double low = -2,
        double high = 2
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        if (!(low < high) || low > 2.5 || high < -2.5 || high - low < 0.01)
        {
            throw new ArgumentException(
                $"Variable.TruncatedNormal: bounds {low} … {high} must be in order, at least 0.01 apart, and within reach of the mean (±2.5)."
            );
        }
        return Draw<T, (double Mean, double Deviation, double Low, double High)>(
            shape,
            random,
            (mean, standardDeviation, low, high),
            static (r, p) =>
            {
                double draw;
                do
                {
                    draw = r.NextNormal();
                } while (draw < p.Low || draw > p.High);
                return p.Mean + p.Deviation * draw;
            }
        );
    }

    private static Variable<T> Draw<T, TParameters>(
        Shape shape,
        RandomGenerator random,
        TParameters parameters,
        Func<RandomGenerator, TParameters, double> draw
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(random);
        var values = GC.AllocateUninitializedArray<T>(shape.ElementCount);
        foreach (ref var value in values.AsSpan())
        {
            value = T.CreateTruncating(draw(random, parameters));
        }
        return Own(values, shape);
    }
}
