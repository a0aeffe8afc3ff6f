namespace TinyAutograd.Tests.Ops;

/// <content>Numbers, and the sample that a row returns.</content>
internal sealed partial class Draw
{
    /// <summary>Independent uniform numbers.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="domain">The interval, −3 to 3 unless told; with a gap no number is that close to 0.</param>
    /// <param name="kinks">Points where the op has no derivative: one sample in ten has an element exactly there.</param>
    public NdArray Values(Shape shape, Domain? domain = null, params ReadOnlySpan<double> kinks)
    {
        var from = domain ?? new Domain(-3, 3);
        var values = new double[shape.ElementCount];
        for (var i = 0; i < values.Length; i++)
        {
            do
            {
                values[i] = Math.Clamp(Number(from.Low, from.High), from.Low, from.High);
            } while (Math.Abs(values[i]) < from.Gap);
        }
        if (kinks.Length > 0 && values.Length > 0 && Int(0, 9) == 0)
        {
            values[random.NextInt32(values.Length)] = Pick(kinks);
        }
        return new NdArray(shape, values) { Domain = from };
    }

    /// <summary>Numbers of which no two are closer than 0.4 of the mean distance: no ties, and none within reach of a small step.</summary>
    public NdArray Distinct(Shape shape, Domain? domain = null)
    {
        var from = domain ?? new Domain(-3, 3);
        var order = Permutation(shape.ElementCount);
        var step = (from.High - from.Low) / Math.Max(1, shape.ElementCount);
        return new NdArray(
            shape,
            Array.ConvertAll(order, i => from.Low + step * (i + 0.2 + 0.6 * random.NextDouble()))
        )
        {
            Domain = from,
        };
    }

    /// <summary>One call of the op on inputs and attributes that were drawn.</summary>
    /// <param name="inputs">The numbers of the variables, in the order that the calls take them.</param>
    /// <param name="f64">The call in double.</param>
    /// <param name="f32">The same call in float.</param>
    /// <param name="reference">The same in plain loops.</param>
    /// <param name="attributes">The attributes as text, for messages.</param>
    public OpSample Sample(
        NdArray[] inputs,
        Func<Variable<double>[], Variable<double>> f64,
        Func<Variable<float>[], Variable<float>> f32,
        Func<NdArray[], NdArray> reference,
        string attributes = ""
    ) => new(inputs, f64, f32, reference, attributes);

    /// <summary>One call of an op that gives a <see cref="TinyAutograd.Mask"/>; the reference gives 1 for true.</summary>
    public OpSample MaskSample(
        NdArray[] inputs,
        Func<Variable<double>[], Mask> f64,
        Func<Variable<float>[], Mask> f32,
        Func<NdArray[], NdArray> reference,
        string attributes = ""
    ) =>
        new(
            inputs,
            x =>
                f64(x) is var y
                    ? Constant<double>(y.Shape, [.. y.ToArray().Select(Number)])
                    : null!,
            x =>
                f32(x) is var y ? Constant<float>(y.Shape, [.. y.ToArray().Select(Number)]) : null!,
            reference,
            attributes
        );

    /// <summary>One call of an op that gives <see cref="TinyAutograd.Indices"/>.</summary>
    public OpSample IndicesSample(
        NdArray[] inputs,
        Func<Variable<double>[], Indices> f64,
        Func<Variable<float>[], Indices> f32,
        Func<NdArray[], NdArray> reference,
        string attributes = ""
    ) =>
        new(
            inputs,
            x => f64(x) is var y ? Constant<double>(y.Shape, [.. y.ToArray()]) : null!,
            x => f32(x) is var y ? Constant<float>(y.Shape, [.. y.ToArray()]) : null!,
            reference,
            attributes
        );

    private static double Number(bool value) => value ? 1 : 0;

    private static Variable<T> Constant<T>(Shape shape, double[] values)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        new NdArray(shape, values).ToVariable<T>();

    private double Round(double value) => seed.Digits < 15 ? Math.Round(value, seed.Digits) : value;
}
