namespace TinyAutograd.Tests.Ops;

/// <content>The rows of sorting: of each op the values, which have a derivative, and the positions.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Sorted() =>
        [
            SortRow("sort", hasCount: false),
            SortPositions("sort: positions", hasCount: false),
            SortRow("topK", hasCount: true),
            SortPositions("topK: positions", hasCount: true),
        ];

    private static OpRow SortRow(string name, bool hasCount) =>
        WithSortErrors(
            Op(
                name,
                d =>
                {
                    var sort = SortAttributes.Of(d, hasCount);
                    return d.Sample(
                        [
                            d.Int(0, 9) == 0
                                ? d.Distinct(sort.Shape).Map(Math.Round)
                                : d.Distinct(sort.Shape),
                        ],
                        x => sort.Call(x[0]).Values,
                        x => sort.Call(x[0]).Values,
                        x =>
                        {
                            var positions = sort.Positions(x[0]);
                            return NdArray.Of(
                                positions.Shape,
                                at => x[0][NdArray.With(at, sort.Along, (int)positions[at])]
                            );
                        },
                        $"{sort}"
                    );
                }
            ),
            hasCount
        );

    private static OpRow SortPositions(string name, bool hasCount) =>
        WithSortErrors(
            Op(
                    name,
                    d =>
                    {
                        var sort = SortAttributes.Of(d, hasCount);
                        return d.IndicesSample(
                            [Comparable(d, sort.Shape, hasTies: d.Bool())],
                            x => sort.Call(x[0]).Indices,
                            x => sort.Call(x[0]).Indices,
                            x => sort.Positions(x[0]),
                            $"{sort}"
                        );
                    }
                )
                .Covering(hasCount ? "TopK" : "Sort") with
            {
                IsDiscrete = true,
            },
            hasCount
        );

    private static OpRow WithSortErrors(OpRow row, bool hasCount) =>
        hasCount
            ? row.Throws(() => Zeros(2, 3).TopK(1, 2), ["axis 2", "(2, 3)"])
                .Throws(() => Zeros(2, 3).TopK(4), ["k is 4", "0 … 3", "(2, 3)"])
                .Throws(() => Zeros(2, 3).TopK(-1), ["k is -1", "0 … 3", "(2, 3)"])
            : row.Throws(() => Zeros(2, 3).Sort(2), ["axis 2", "(2, 3)"])
                .Throws(() => Zeros().Sort(), ["axis -1", "()"]);

    /// <summary>What sort and topK have in common.</summary>
    private readonly record struct SortAttributes(
        Shape Shape,
        int Axis,
        bool IsDescending,
        int? Count
    )
    {
        public int Along => FromFront(Axis, Shape);

        public static SortAttributes Of(Draw d, bool hasCount)
        {
            var shape = d.Shape(minRank: 1);
            var axis = d.Axis(shape);
            return new(shape, axis, d.Bool(), hasCount ? d.Int(0, shape[axis]) : null);
        }

        public (Variable<T> Values, Indices Indices) Call<T>(Variable<T> x)
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
            Count is { } k ? x.TopK(k, Axis, IsDescending) : x.Sort(Axis, IsDescending);

        /// <summary>The platform's stable sort, which leaves equal numbers in their order.</summary>
        public NdArray Positions(NdArray x)
        {
            var (isDescending, along) = (IsDescending, Along);
            var all = x.MapRows(
                Axis,
                row =>
                    [
                        .. Enumerable
                            .Range(0, row.Length)
                            .OrderBy(p => isDescending ? -row[p] : row[p])
                            .Select(p => (double)p),
                    ]
            );
            return At(all, along, [.. Enumerable.Range(0, Count ?? x.Shape[along])]);
        }
    }
}
