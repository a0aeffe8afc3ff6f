namespace TinyAutograd.Tests.Ops;

/// <summary>Every op of the library, one row each. The laws in <c>Laws/</c> hold for every row.</summary>
internal static partial class OpTable
{
    public static IReadOnlyList<OpRow> Rows => All.Rows;

    public static OpRow Row(string name) => Rows.Single(row => row.Name == name);

    /// <summary>The general form: the row draws everything itself.</summary>
    private static OpRow Op(string name, Func<Draw, OpSample> draw) => new(name, draw);

    /// <summary>A function of each element.</summary>
    /// <param name="name">The op's name.</param>
    /// <param name="f64">The call in double.</param>
    /// <param name="f32">The same call in float.</param>
    /// <param name="reference">The same function of one number.</param>
    /// <param name="domain">Where inputs are drawn from, with a margin of 0.01 to where the function ends.</param>
    /// <param name="kinks">Points without a derivative, and the gradient that is documented there.</param>
    private static OpRow Unary(
        string name,
        Func<Variable<double>, Variable<double>> f64,
        Func<Variable<float>, Variable<float>> f32,
        Func<double, double> reference,
        Domain domain,
        (double At, double Gradient)[]? kinks = null
    ) =>
        new(
            name,
            d =>
                d.Sample(
                    [d.Values(d.Shape(), domain, Array.ConvertAll(kinks ?? [], kink => kink.At))],
                    x => f64(x[0]),
                    x => f32(x[0]),
                    x => x[0].Map(reference)
                )
        )
        {
            TakesAnyShape = true,
            Kinks = kinks ?? [],
        };

    /// <summary>A function of pairs of elements, with broadcasting. Shapes that do not broadcast must be refused.</summary>
    private static OpRow Binary(
        string name,
        Func<Variable<double>, Variable<double>, Variable<double>> f64,
        Func<Variable<float>, Variable<float>, Variable<float>> f32,
        Func<double, double, double> reference,
        Domain domain,
        Domain? domainB = null
    ) =>
        new OpRow(
            name,
            d =>
            {
                var (a, b) = d.BroadcastShapes();
                return d.Sample(
                    [d.Values(a, domain), d.Values(b, domainB ?? domain)],
                    x => f64(x[0], x[1]),
                    x => f32(x[0], x[1]),
                    x => NdArray.Zip(x[0], x[1], reference)
                );
            }
        )
        {
            TakesAnyShape = true,
        }.Throws(() => f64(Zeros(2, 3), Zeros(4)), ["(2, 3)", "(4)"]);

    /// <summary>A reduction over axes: each group becomes one number.</summary>
    /// <param name="name">The op's name.</param>
    /// <param name="f64">The call in double: variable, axes, keepDims.</param>
    /// <param name="f32">The same call in float.</param>
    /// <param name="reference">One group to one number.</param>
    /// <param name="values">Draws the input of a shape; uniform in (−3, 3) unless told.</param>
    /// <param name="allowEmpty">Whether the reduction of nothing is defined.</param>
    private static OpRow Reduction(
        string name,
        Func<Variable<double>, Axes, bool, Variable<double>> f64,
        Func<Variable<float>, Axes, bool, Variable<float>> f32,
        Func<double[], double> reference,
        Func<Draw, Shape, NdArray>? values = null,
        bool allowEmpty = true
    ) =>
        new OpRow(
            name,
            d =>
            {
                var shape = d.Shape(allowEmpty: allowEmpty);
                var chosen = d.Axes(shape);
                var (axes, keepDims) = (chosen is null ? Axes.All : Axes.Of(chosen), d.Bool());
                return d.Sample(
                    [values is null ? d.Values(shape) : values(d, shape)],
                    x => f64(x[0], axes, keepDims),
                    x => f32(x[0], axes, keepDims),
                    x => x[0].Reduce(chosen, keepDims, reference),
                    $"axes: {axes}, keepDims: {keepDims}"
                );
            }
        )
        {
            TakesAnyShape = allowEmpty,
        }
            .Throws(() => f64(Zeros(2, 3), 2, false), ["axis 2", "(2, 3)"])
            .Throws(() => f64(Zeros(2, 3), [1, -1], false), ["axis 1", "(2, 3)", "twice"]);

    /// <summary>Zeros of a shape, for calls that must throw.</summary>
    private static Variable<double> Zeros(params ReadOnlySpan<int> sizes) =>
        Variable.Zeros<double>(Shape.Of(sizes));

    // In a class of its own, so that it is made after the static fields of all the files of the table.
    private static class All
    {
        public static readonly IReadOnlyList<OpRow> Rows =
        [
            .. Arithmetic(),
            .. Operators(),
            .. Elementwise(),
            .. Selection(),
            .. Reductions(),
            .. Shaping(),
            .. Indexing(),
            .. LinearAlgebra(),
            .. Convolution(),
            .. Losses(),
            .. Fused(),
            .. Users(),
        ];
    }
}
