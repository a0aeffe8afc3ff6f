namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/LinearAlgebra</c>; einsum has a file of its own.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> LinearAlgebra() =>
        [
            MatMul(),
            Dot(),
            Outer(),
            Linear(),
            CosineSimilarity(),
            Trace(),
            .. Systems(),
            .. Einsums(),
        ];

    /// <summary>Matrices with any leading axes, each as it is or transposed, and vectors.</summary>
    private static OpRow MatMul() =>
        Op(
                "matMul",
                d =>
                {
                    var (m, k, n) = (d.Size(), d.Size(), d.Size());
                    var leading = d.IsLarge ? [d.Int(1, 3)] : d.Shape(maxRank: 2);
                    var (a, transposeA) = Matrix(d, d.ExpandableTo(leading), m, k);
                    var (b, transposeB) = Matrix(d, d.ExpandableTo(leading), k, n);
                    if (d.Int(0, 5) == 0)
                    {
                        (a, transposeA) = (d.Values([k]), false);
                    }
                    if (d.Int(0, 5) == 0)
                    {
                        (b, transposeB) = (d.Values([k]), false);
                    }
                    return d.Sample(
                        [a, b],
                        x => x[0].MatMul(x[1], transposeA, transposeB),
                        x => x[0].MatMul(x[1], transposeA, transposeB),
                        x => Product(x[0], x[1], transposeA, transposeB),
                        $"transposeA: {transposeA}, transposeB: {transposeB}"
                    );
                }
            )
            .Throws(() => Zeros(4, 3).MatMul(Zeros(2, 8)), ["(4, 3) × (2, 8)", "3", "2"])
            .Throws(
                () => Zeros(4, 3).MatMul(Zeros(3, 8), transposeA: true, transposeB: true),
                ["(4, 3)ᵀ × (3, 8)ᵀ", "4", "8"]
            )
            .Throws(() => Zeros(4, 3).MatMul(Zeros(4)), ["(4, 3)", "(4)"])
            .Throws(() => Zeros(2, 4, 3).MatMul(Zeros(5, 3, 8)), ["(2, 4, 3)", "(5, 3, 8)"])
            .Throws(() => Zeros(3).MatMul(Zeros(3, 2), transposeA: true), ["(3)", "vector"])
            .Throws(() => Zeros(2, 3).MatMul(Zeros(3), transposeB: true), ["(3)", "vector"])
            .Throws(() => Zeros().MatMul(Zeros(3, 2)), ["()", "(3, 2)", "no axes"]);

    private static OpRow Dot() =>
        Op(
                "dot",
                d =>
                {
                    Shape shape = [d.IsLarge ? d.Int(40_000, 60_000) : d.Size()];
                    return d.Sample(
                        [d.Values(shape), d.Values(shape)],
                        x => x[0].Dot(x[1]),
                        x => x[0].Dot(x[1]),
                        x =>
                            NdArray.Scalar(
                                Enumerable.Range(0, shape[0]).Sum(i => x[0][i] * x[1][i])
                            )
                    );
                }
            )
            .Throws(() => Zeros(3).Dot(Zeros(4)), ["(3)", "(4)"])
            .Throws(() => Zeros(2, 3).Dot(Zeros(2, 3)), ["(2, 3)", "MatMul"])
            .Throws(() => Zeros().Dot(Zeros()), ["()", "vectors"]);

    private static OpRow Outer() =>
        Op(
                "outer",
                d =>
                {
                    var (m, n) = d.IsLarge
                        ? (d.Int(200, 300), d.Int(200, 300))
                        : (d.Size(), d.Size());
                    return d.Sample(
                        [d.Values([m]), d.Values([n])],
                        x => x[0].Outer(x[1]),
                        x => x[0].Outer(x[1]),
                        x => NdArray.Of([m, n], at => x[0][at[0]] * x[1][at[1]])
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Outer(Zeros(4)), ["(2, 3)", "(4)"])
            .Throws(() => Zeros(3).Outer(Zeros()), ["(3)", "()"]);

    /// <summary>Both layouts of the weight, with and without bias. A third of the layers are square, so that they can be chained.</summary>
    private static OpRow Linear() =>
        Op(
                "linear",
                d =>
                {
                    var (inputs, outputs) = (d.Size(), d.Size());
                    outputs = d.Int(0, 2) == 0 ? inputs : outputs;
                    var leading = d.IsLarge ? [d.Int(2, 4), d.Int(20, 40)] : d.Shape(maxRank: 2);
                    var (transposeWeight, hasBias) = (d.Bool(), d.Bool());
                    var x = d.Values(leading.Concat([inputs]));
                    var weight = d.Values(transposeWeight ? [outputs, inputs] : [inputs, outputs]);
                    return d.Sample(
                        hasBias ? [x, weight, d.Values([outputs])] : [x, weight],
                        x => x[0].Linear(x[1], x.ElementAtOrDefault(2), transposeWeight),
                        x => x[0].Linear(x[1], x.ElementAtOrDefault(2), transposeWeight),
                        x =>
                        {
                            var y = Product(x[0], x[1], false, transposeWeight);
                            return hasBias ? NdArray.Zip(y, x[2], (p, q) => p + q) : y;
                        },
                        $"transposeWeight: {transposeWeight}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Linear(Zeros(3, 4)), ["(2, 3)", "(3, 4)"])
            .Throws(
                () => Zeros(2, 3).Linear(Zeros(4, 3), transposeWeight: false),
                ["(2, 3)", "(4, 3)"]
            )
            .Throws(() => Zeros(2, 3).Linear(Zeros(4, 3), Zeros(3)), ["(3)", "(4)", "(4, 3)"])
            .Throws(() => Zeros(2, 3).Linear(Zeros(1, 4, 3)), ["(2, 3)", "(1, 4, 3)"])
            .Throws(() => Zeros().Linear(Zeros(4, 3)), ["()", "(4, 3)"]);

    /// <summary>A stack of matrices of m rows and n columns, as it is or transposed.</summary>
    private static (NdArray Values, bool IsTransposed) Matrix(Draw d, Shape leading, int m, int n)
    {
        var isTransposed = d.Bool();
        return (d.Values(leading.Concat(isTransposed ? [n, m] : [m, n])), isTransposed);
    }

    /// <summary>The matrix product in plain loops: yᵢⱼ = Σ aᵢₖ·bₖⱼ for each index of the leading axes.</summary>
    private static NdArray Product(NdArray a, NdArray b, bool transposeA, bool transposeB)
    {
        var (rows, columns) = (
            a.Rank == 1 ? a.Reshape([1, a.Length]) : a,
            b.Rank == 1 ? b.Reshape([b.Length, 1]) : b
        );
        var leading = NdArray.Zip(Leading(rows), Leading(columns), (_, _) => 0).Shape;
        var (m, k) = transposeA
            ? (rows.Shape[-1], rows.Shape[-2])
            : (rows.Shape[-2], rows.Shape[-1]);
        var n = columns.Shape[transposeB ? -2 : -1];
        var y = NdArray.Of(
            leading.Concat([m, n]),
            at =>
            {
                var (first, i, j) = (at[..^2], at[^2], at[^1]);
                return Enumerable
                    .Range(0, k)
                    .Sum(l =>
                        rows.BroadcastAt(transposeA ? [.. first, l, i] : [.. first, i, l])
                        * columns.BroadcastAt(transposeB ? [.. first, j, l] : [.. first, l, j])
                    );
            }
        );
        var result = a.Rank == 1 ? leading : leading.Concat([m]);
        return y.Reshape(b.Rank == 1 ? result : result.Concat([n]));
    }

    /// <summary>Zeros in the shape of the leading axes of matrices.</summary>
    private static NdArray Leading(NdArray x) =>
        NdArray.Full(Shape.Of([.. x.Shape.Take(x.Rank - 2)]), 0);
}
