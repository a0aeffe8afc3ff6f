namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Selection</c>.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Selection() =>
        [
            Where(),
            MaskedFill(),
            Comparison(
                "IsGreater",
                (a, b) => a.IsGreater(b),
                (a, b) => a.IsGreater(b),
                (a, b) => a > b
            ),
            Comparison(
                "IsGreaterOrEqual",
                (a, b) => a.IsGreaterOrEqual(b),
                (a, b) => a.IsGreaterOrEqual(b),
                (a, b) => a >= b
            ),
            Comparison("IsLess", (a, b) => a.IsLess(b), (a, b) => a.IsLess(b), (a, b) => a < b),
            Comparison(
                "IsLessOrEqual",
                (a, b) => a.IsLessOrEqual(b),
                (a, b) => a.IsLessOrEqual(b),
                (a, b) => a <= b
            ),
            Comparison("IsEqual", (a, b) => a.IsEqual(b), (a, b) => a.IsEqual(b), (a, b) => a == b),
            Comparison(
                "IsNotEqual",
                (a, b) => a.IsNotEqual(b),
                (a, b) => a.IsNotEqual(b),
                (a, b) => a != b
            ),
            Comparison("op_GreaterThan", (a, b) => a > b, (a, b) => a > b, (a, b) => a > b),
            Comparison(
                "op_GreaterThanOrEqual",
                (a, b) => a >= b,
                (a, b) => a >= b,
                (a, b) => a >= b
            ),
            Comparison("op_LessThan", (a, b) => a < b, (a, b) => a < b, (a, b) => a < b),
            Comparison("op_LessThanOrEqual", (a, b) => a <= b, (a, b) => a <= b, (a, b) => a <= b),
            // The number 1 occurs in half of the draws.
            WithNumber(
                "IsGreater(Variable, T)",
                x => x.IsGreater(1),
                x => x.IsGreater(1),
                x => x > 1
            ),
            WithNumber(
                "IsGreaterOrEqual(Variable, T)",
                x => x.IsGreaterOrEqual(1),
                x => x.IsGreaterOrEqual(1),
                x => x >= 1
            ),
            WithNumber("IsLess(Variable, T)", x => x.IsLess(1), x => x.IsLess(1), x => x < 1),
            WithNumber(
                "IsLessOrEqual(Variable, T)",
                x => x.IsLessOrEqual(1),
                x => x.IsLessOrEqual(1),
                x => x <= 1
            ),
            WithNumber("IsEqual(Variable, T)", x => x.IsEqual(1), x => x.IsEqual(1), x => x == 1),
            WithNumber(
                "IsNotEqual(Variable, T)",
                x => x.IsNotEqual(1),
                x => x.IsNotEqual(1),
                x => x != 1
            ),
            WithNumber("op_GreaterThan(Variable, T)", x => x > 1, x => x > 1, x => x > 1),
            WithNumber("op_GreaterThan(T, Variable)", x => 1 > x, x => 1 > x, x => 1 > x),
            WithNumber("op_GreaterThanOrEqual(Variable, T)", x => x >= 1, x => x >= 1, x => x >= 1),
            WithNumber("op_GreaterThanOrEqual(T, Variable)", x => 1 >= x, x => 1 >= x, x => 1 >= x),
            WithNumber("op_LessThan(Variable, T)", x => x < 1, x => x < 1, x => x < 1),
            WithNumber("op_LessThan(T, Variable)", x => 1 < x, x => 1 < x, x => 1 < x),
            WithNumber("op_LessThanOrEqual(Variable, T)", x => x <= 1, x => x <= 1, x => x <= 1),
            WithNumber("op_LessThanOrEqual(T, Variable)", x => 1 <= x, x => 1 <= x, x => 1 <= x),
        ];

    private static OpRow Where() =>
        Op(
                "where",
                d =>
                {
                    var shape = d.Shape();
                    var mask = d.Mask(d.ExpandableTo(shape));
                    var isTrue = Numbers(mask);
                    return d.Sample(
                        [d.Values(d.ExpandableTo(shape)), d.Values(d.ExpandableTo(shape))],
                        x => mask.Where(x[0], x[1]),
                        x => mask.Where(x[0], x[1]),
                        x =>
                            NdArray.Zip(
                                NdArray.Zip(isTrue, x[0], (m, a) => m * a),
                                NdArray.Zip(isTrue, x[1], (m, b) => (1 - m) * b),
                                (a, b) => a + b
                            ),
                        $"condition: {isTrue}"
                    );
                }
            )
            .Throws(
                () => Mask.Of(true, false).Where(Zeros(3), Zeros(4, 1)),
                ["(2)", "(3)", "(4, 1)"]
            )
            .Throws(() => Mask.Of(true).Where(Zeros(3), Zeros(4)), ["(1)", "(3)", "(4)"]) with
        {
            TakesAnyShape = true,
        };

    private static OpRow MaskedFill() =>
        Op(
                "maskedFill",
                d =>
                {
                    var shape = d.Shape();
                    var mask = d.Mask(d.ExpandableTo(shape));
                    var isTrue = Numbers(mask);
                    var value = d.Int(-16, 16) / 8.0;
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].MaskedFill(mask, value),
                        x => x[0].MaskedFill(mask, (float)value),
                        x => NdArray.Zip(isTrue, x[0], (m, a) => m == 1 ? value : a),
                        $"mask: {isTrue}, value: {value}"
                    );
                }
            )
            .Throws(() => Zeros(3).MaskedFill(Mask.Causal(3), 0), ["(3, 3)", "(3)"])
            .Throws(() => Zeros(3).MaskedFill(Mask.Of(true, false), 0), ["(2)", "(3)"]) with
        {
            TakesAnyShape = true,
        };

    /// <summary>A relation of pairs, with broadcasting. In half of the draws the numbers are small integers, so that many are equal.</summary>
    private static OpRow Comparison(
        string method,
        Func<Variable<double>, Variable<double>, Mask> f64,
        Func<Variable<float>, Variable<float>, Mask> f32,
        Func<double, double, bool> reference
    ) =>
        NamesItself(
            method,
            () => f64(Zeros(2, 3), Zeros(4)),
            new OpRow(
                $"{method}(Variable, Variable)",
                d =>
                {
                    var (a, b) = d.BroadcastShapes();
                    var hasTies = d.Bool();
                    return d.MaskSample(
                        [Comparable(d, a, hasTies), Comparable(d, b, hasTies)],
                        x => f64(x[0], x[1]),
                        x => f32(x[0], x[1]),
                        x => NdArray.Zip(x[0], x[1], (p, q) => reference(p, q) ? 1 : 0)
                    );
                }
            )
            {
                IsDiscrete = true,
                TakesAnyShape = true,
                Covers = [$"{method}(Variable, Variable)"],
            }
        );

    // An operator speaks in the name of its method.
    private static OpRow NamesItself(string method, Action call, OpRow row) =>
        method.StartsWith("Is", StringComparison.Ordinal)
            ? row.Throws(call, ["(2, 3)", "(4)"])
            : row;

    /// <summary>The same with the number 1 in place of one operand.</summary>
    private static OpRow WithNumber(
        string signature,
        Func<Variable<double>, Mask> f64,
        Func<Variable<float>, Mask> f32,
        Func<double, bool> reference
    ) =>
        new OpRow(
            signature,
            d =>
                d.MaskSample(
                    [Comparable(d, d.Shape(), hasTies: d.Bool())],
                    x => f64(x[0]),
                    x => f32(x[0]),
                    x => x[0].Map(p => reference(p) ? 1 : 0)
                )
        )
        {
            IsDiscrete = true,
            TakesAnyShape = true,
            Covers = [signature],
        };

    private static NdArray Comparable(Draw d, Shape shape, bool hasTies)
    {
        var values = d.Values(shape, (-2, 2));
        return hasTies ? values.Map(Math.Round) : values;
    }

    private static NdArray Numbers(Mask mask) =>
        new(mask.Shape, [.. mask.ToArray().Select(isTrue => isTrue ? 1.0 : 0.0)]);
}
