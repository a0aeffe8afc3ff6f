using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>A shift and a scale for each feature, learnt on some examples and applied to any: <c>y = (x − offset) / scale</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Learn it on the training examples only: what is learnt on the test examples leaks into the training.</remarks>
public sealed class FeatureScaling<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A scaling with these numbers, for example read from a file.</summary>
    /// <param name="offset">(K), what becomes 0.</param>
    /// <param name="scale">(K), what becomes 1 above it; > 0.</param>
    /// <exception cref="ArgumentException">The two are not vectors of one length, a number is not finite, or a scale not above 0.</exception>
    public FeatureScaling(Variable<T> offset, Variable<T> scale)
    {
        ArgumentNullException.ThrowIfNull(offset);
        ArgumentNullException.ThrowIfNull(scale);
        if (offset.Rank != 1 || offset.Shape != scale.Shape)
        {
            throw new ArgumentException(
                $"FeatureScaling: offset {offset.Shape} and scale {scale.Shape} must be vectors with one number per feature."
            );
        }
        for (var k = 0; k < offset.Length; k++)
        {
            var (o, s) = (offset.AsSpan()[k], scale.AsSpan()[k]);
            if (!T.IsFinite(o) || !T.IsFinite(s) || s <= T.Zero)
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"FeatureScaling: feature {k} has offset {o} and scale {s}; both must be finite, and the scale above 0."
                    )
                );
            }
        }
        (Offset, Scale) = (offset.Detach(), scale.Detach());
    }

    /// <summary>(K), what becomes 0.</summary>
    public Variable<T> Offset { get; }

    /// <summary>(K), what becomes 1 above it.</summary>
    public Variable<T> Scale { get; }

    /// <summary>Scales examples, <c>(x − offset) / scale</c>.</summary>
    /// <param name="x">(…, K).</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentException">There are not K features.</exception>
    public Variable<T> Apply(Variable<T> x)
    {
        ThrowUnlessFitting(x);
        return (x - Offset) / Scale;
    }

    /// <summary>Takes the scaling back, <c>y · scale + offset</c>: for predictions of a scaled quantity.</summary>
    /// <param name="y">(…, K).</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ArgumentException">There are not K features.</exception>
    public Variable<T> Undo(Variable<T> y)
    {
        ThrowUnlessFitting(y);
        return y * Scale + Offset;
    }

    private void ThrowUnlessFitting(
        Variable<T> x,
        [CallerArgumentExpression(nameof(x))] string? name = null
    )
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.Rank == 0 || x.Shape[^1] != Offset.Length)
        {
            throw new ArgumentException(
                $"FeatureScaling: {x.Shape} must have {Offset.Length} features along the last axis, as the examples that it was learnt on."
            );
        }
    }
}

/// <summary>Learns scalings from examples.</summary>
public static class FeatureScaling
{
    /// <summary>To mean 0 and standard deviation 1: the offset is the mean, the scale <c>√(Σ (x − mean)² / N)</c>.</summary>
    /// <param name="x">(…, K): N examples of K features.</param>
    /// <returns>The scaling. A feature that is constant has scale 1, so it becomes 0.</returns>
    /// <exception cref="ArgumentException">There is no example, or a number is not finite.</exception>
    public static FeatureScaling<T> Standardize<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Learn(
            x,
            values =>
            {
                var mean = values.Average();
                return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
            }
        );

    /// <summary>To the range [0, 1]: the offset is the smallest value, the scale the largest less the smallest.</summary>
    /// <param name="x">(…, K): N examples of K features.</param>
    /// <returns>The scaling. A feature that is constant has scale 1, so it becomes 0. Other examples may leave the range.</returns>
    /// <exception cref="ArgumentException">There is no example, or a number is not finite.</exception>
    public static FeatureScaling<T> ToUnitRange<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Learn(x, values => (values.Min(), values.Max() - values.Min()));

    private static FeatureScaling<T> Learn<T>(
        Variable<T> x,
        Func<double[], (double Offset, double Scale)> learn
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2 || x.Length == 0)
        {
            throw new ArgumentException(
                $"FeatureScaling: {x.Shape} must be (N, K) with at least one example and one feature. A single feature is a column: Reshape([N, 1]).",
                nameof(x)
            );
        }
        var featureCount = x.Shape[^1];
        var (offsets, scales) = (new T[featureCount], new T[featureCount]);
        var values = new double[x.Length / featureCount];
        for (var k = 0; k < featureCount; k++)
        {
            for (var n = 0; n < values.Length; n++)
            {
                values[n] = double.CreateChecked(x.AsSpan()[n * featureCount + k]);
                if (!double.IsFinite(values[n]))
                {
                    throw new ArgumentException(
                        FormattableString.Invariant(
                            $"FeatureScaling: feature {k} of example {n} is {values[n]}. Leave such examples out, or replace the value."
                        ),
                        nameof(x)
                    );
                }
            }
            // Compared exactly: the mean of equal numbers may be rounded, and their deviations then are not 0.
            var (offset, scale) = values.All(value => value == values[0])
                ? (values[0], 1)
                : learn(values);
            (offsets[k], scales[k]) = (T.CreateChecked(offset), T.CreateChecked(scale));
        }
        return new FeatureScaling<T>(Variable.Of(offsets), Variable.Of(scales));
    }
}
