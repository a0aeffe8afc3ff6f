namespace TinyAutograd.Tests.Ops;

/// <content>The rows of equations, factors and determinants. Matrices are drawn far from singular, but for the determinant.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Systems() =>
        [
            Cholesky(),
            .. new[]
            {
                TriangularSolve(),
                Solve(),
                Inverse(),
                Determinant(),
                LogDeterminant(),
            }.Select(row => row with { HasSlowReference = true }),
        ];

    private static OpRow TriangularSolve() =>
        Op(
                "triangularSolve",
                d =>
                {
                    var (isUpper, transposeA, isUnit) = (d.Bool(), d.Bool(), d.Bool());
                    var (a, b) = EquationsOf(d);
                    return d.Sample(
                        [a, b],
                        x => x[0].TriangularSolve(x[1], isUpper, transposeA, isUnit),
                        x => x[0].TriangularSolve(x[1], isUpper, transposeA, isUnit),
                        x =>
                        {
                            var triangle = NdArray.Of(
                                x[0].Shape,
                                at =>
                                    at[^1] == at[^2] ? (isUnit ? 1 : x[0][at])
                                    : at[^1] > at[^2] == isUpper ? x[0][at]
                                    : 0
                            );
                            return Solution(transposeA ? Turned(triangle) : triangle, x[1]);
                        },
                        $"isUpper: {isUpper}, transposeA: {transposeA}, isUnitDiagonal: {isUnit}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).TriangularSolve(Zeros(2)), ["(2, 3)", "square"])
            .Throws(() => Zeros(2, 2).TriangularSolve(Zeros(3, 1)), ["(2, 2)", "(3, 1)"])
            .Throws(
                () =>
                    Variable
                        .Of<double>([
                            [1, 1],
                            [1, 0],
                        ])
                        .TriangularSolve(Zeros(2)),
                ["matrix 0", "(2, 2)", "singular", "(1, 1)"]
            );

    private static OpRow Solve() =>
        Op(
                "solve",
                d =>
                {
                    var (a, b) = EquationsOf(d);
                    return d.Sample(
                        [a, b],
                        x => x[0].Solve(x[1]),
                        x => x[0].Solve(x[1]),
                        x => Solution(x[0], x[1])
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Solve(Zeros(2)), ["(2, 3)", "square"])
            .Throws(() => Zeros(2, 2).Solve(Zeros(3)), ["(2, 2)", "(3)"])
            .Throws(() => Zeros(2, 2).Solve(Zeros()), ["(2, 2)", "()"])
            .Throws(() => Zeros(4, 2, 2).Solve(Zeros(3, 2, 1)), ["(4, 2, 2)", "(3, 2, 1)"])
            .Throws(
                () =>
                    Variable
                        .Of<double>([
                            [
                                [1, 0],
                                [0, 1],
                            ],
                            [
                                [1, 2],
                                [2, 4],
                            ],
                        ])
                        .Solve(Zeros(2)),
                ["matrix 1", "(2, 2, 2)", "singular", "column 1", "diagonal"]
            );

    private static OpRow Inverse() =>
        SquareRow(
                "inverse",
                x => x.Inverse(),
                x => x.Inverse(),
                d => Regular(d, Leads(d), RowCount(d)),
                InverseOf
            )
            .Throws(
                () => Zeros(1, 2, 2).Inverse(),
                ["matrix 0", "(1, 2, 2)", "singular", "column 0", "diagonal"]
            );

    /// <summary>In a quarter of the draws two rows are equal, in another one a row is 0: singular matrices have derivatives, too.</summary>
    private static OpRow Determinant() =>
        SquareRow(
            "determinant",
            x => x.Determinant(),
            x => x.Determinant(),
            d =>
            {
                var (leading, n) = (Leads(d), RowCount(d));
                if (d.IsLarge || d.Bool())
                {
                    return Regular(d, leading, n);
                }
                var x = d.Values(leading.Concat([n, n]), (-2, 2));
                var isEqual = d.Bool();
                foreach (var at in NdArray.IndicesOf(x.Shape).Where(at => at[^2] == n - 1))
                {
                    var above = NdArray.With(at, at.Length - 2, Math.Max(0, n - 2));
                    x.Values[FlatOf(x.Shape, at)] = isEqual && n > 1 ? x[above] : 0;
                }
                return x;
            },
            x => OfMatrices(x, DeterminantOf)
        );

    private static OpRow LogDeterminant() =>
        SquareRow(
                "logDeterminant",
                x => x.LogDeterminant(),
                x => x.LogDeterminant(),
                d => Regular(d, Leads(d), RowCount(d)),
                x => OfMatrices(x, a => Math.Log(Math.Abs(DeterminantOf(a))))
            )
            .Throws(
                () =>
                    Variable
                        .Of<double>([
                            [1, 2],
                            [2, 4],
                        ])
                        .LogDeterminant(),
                ["matrix 0", "(2, 2)", "singular", "column 1", "diagonal"]
            );

    /// <summary>Something is added that is antisymmetric: the symmetric part is meant.</summary>
    private static OpRow Cholesky() =>
        SquareRow(
                "cholesky",
                x => x.Cholesky(),
                x => x.Cholesky(),
                d =>
                {
                    var shape = Leads(d);
                    var n = RowCount(d);
                    shape = shape.Concat([n, n]);
                    var (root, other) = (d.Values(shape, (-1, 1)), d.Values(shape, (-1, 1)));
                    return NdArray.Of(
                        shape,
                        at =>
                        {
                            var (first, i, j) = (at[..^2], at[^2], at[^1]);
                            var product = Enumerable
                                .Range(0, n)
                                .Sum(k => root[[.. first, i, k]] * root[[.. first, j, k]]);
                            return product / n
                                + (i == j ? 1 : 0)
                                + other[[.. first, i, j]]
                                - other[[.. first, j, i]];
                        }
                    );
                },
                FactorOf
            )
            .Throws(
                () =>
                    Variable
                        .Of<double>([
                            [1, 2],
                            [2, 1],
                        ])
                        .Cholesky(),
                ["matrix 0", "(2, 2)", "positive definite", "row 1", "diagonal"]
            )
            .Throws(
                () => Variable.Full([1, 1], double.NaN).Cholesky(),
                ["positive definite", "row 0"]
            );

    private static OpRow SquareRow(
        string name,
        Func<Variable<double>, Variable<double>> f64,
        Func<Variable<float>, Variable<float>> f32,
        Func<Draw, NdArray> draw,
        Func<NdArray, NdArray> reference
    ) =>
        Op(name, d => d.Sample([draw(d)], x => f64(x[0]), x => f32(x[0]), x => reference(x[0])))
            .Throws(() => f64(Zeros(2, 3)), ["(2, 3)", "square"])
            .Throws(() => f64(Zeros(3)), ["(3)", "square"]);

    private static Shape Leads(Draw d) => d.IsLarge ? [d.Int(2, 3)] : d.Shape(maxRank: 2);

    private static int RowCount(Draw d) => d.IsLarge ? d.Int(20, 24) : d.Size();

    /// <summary>Matrices with at least 1.5 on the diagonal, and elsewhere at most 1 in a row: their inverses are at most 2.</summary>
    private static NdArray Regular(Draw d, Shape leading, int n)
    {
        var x = d.Values(leading.Concat([n, n]), (-1, 1));
        return NdArray.Of(
            x.Shape,
            at =>
                at[^1] != at[^2] ? x[at] / n
                : x[at] < 0 ? -1.5 + x[at] / 2
                : 1.5 + x[at] / 2
        );
    }

    /// <summary>Matrices and right sides whose leading axes broadcast; a vector in a quarter of the draws.</summary>
    private static (NdArray A, NdArray B) EquationsOf(Draw d)
    {
        var (leading, n, columns) = (Leads(d), RowCount(d), d.Size());
        var a = Regular(d, d.ExpandableTo(leading), n);
        var isVector = d.Int(0, 3) == 0;
        var b = d.Values(isVector ? [n] : d.ExpandableTo(leading).Concat([n, columns]));
        return (a, b);
    }

    private static NdArray Turned(NdArray x) =>
        NdArray.Of(x.Shape, at => x[[.. at[..^2], at[^1], at[^2]]]);

    private static NdArray Solution(NdArray a, NdArray b) => Product(InverseOf(a), b, false, false);

    /// <summary>Cofactors over the determinant.</summary>
    private static NdArray InverseOf(NdArray x) =>
        NdArray.Of(
            x.Shape,
            at =>
            {
                var a = MatrixAt(x, at[..^2]);
                var sign = (at[^1] + at[^2]) % 2 == 0 ? 1 : -1;
                return sign * DeterminantOf(Minor(a, at[^1], at[^2])) / DeterminantOf(a);
            }
        );

    /// <summary>Something of each matrix.</summary>
    private static NdArray OfMatrices(NdArray x, Func<double[][], double> f) =>
        NdArray.Of(Shape.Of([.. x.Shape.SkipLast(2)]), at => f(MatrixAt(x, at)));

    private static double[][] MatrixAt(NdArray x, int[] first) =>
        [
            .. Enumerable
                .Range(0, x.Shape[-1])
                .Select(i =>
                    Enumerable.Range(0, x.Shape[-1]).Select(j => x[[.. first, i, j]]).ToArray()
                ),
        ];

    /// <summary>Developed along the first row.</summary>
    private static double DeterminantOf(double[][] a) =>
        a.Length == 0
            ? 1
            : Enumerable
                .Range(0, a.Length)
                .Sum(j => (j % 2 == 0 ? 1 : -1) * a[0][j] * DeterminantOf(Minor(a, 0, j)));

    private static double[][] Minor(double[][] a, int row, int column) =>
        [
            .. a.Where((_, i) => i != row)
                .Select(numbers => numbers.Where((_, j) => j != column).ToArray()),
        ];

    /// <summary>Column by column, from the definition.</summary>
    private static NdArray FactorOf(NdArray x)
    {
        var y = NdArray.Full(x.Shape, 0);
        foreach (var at in NdArray.IndicesOf(x.Shape).OrderBy(at => at[^1]))
        {
            var (first, i, j) = (at[..^2], at[^2], at[^1]);
            var mean = (x[[.. first, i, j]] + x[[.. first, j, i]]) / 2;
            var rest =
                mean - Enumerable.Range(0, j).Sum(k => y[[.. first, i, k]] * y[[.. first, j, k]]);
            y.Values[FlatOf(x.Shape, at)] =
                i < j ? 0
                : i == j ? Math.Sqrt(rest)
                : rest / y[[.. first, j, j]];
        }
        return y;
    }
}
