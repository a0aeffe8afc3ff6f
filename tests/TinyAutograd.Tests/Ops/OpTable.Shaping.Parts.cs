namespace TinyAutograd.Tests.Ops;

/// <content>The rows of <c>Ops/Shaping</c> that take part of an axis.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Parts() => [Slice(), Split(), Chunk()];

    private static OpRow Slice() =>
        Op(
                "slice",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var size = shape[axis];
                    int? start = d.Int(0, 3) == 0 ? null : d.Int(-size - 2, size + 2);
                    int? stop = d.Int(0, 3) == 0 ? null : d.Int(-size - 2, size + 2);
                    var step = d.Pick(1, 1, 2, 3);
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Slice(axis, start, stop, step),
                        x => x[0].Slice(axis, start, stop, step),
                        x => At(x[0], FromFront(axis, shape), Sliced(size, start, stop, step)),
                        $"axis: {axis}, [{start}:{stop}:{step}]"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Slice(2), ["axis 2", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Slice(0, step: 0), ["step of 0"]);

    private static OpRow Split() =>
        Op(
                "split",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var sizes = new int[d.Int(1, 4)];
                    var left = shape[axis];
                    for (var i = 0; i < sizes.Length - 1; i++)
                    {
                        sizes[i] = d.Int(0, left);
                        left -= sizes[i];
                    }
                    sizes[^1] = left;
                    var piece = d.Int(0, sizes.Length - 1);
                    var start = sizes[..piece].Sum();
                    return d.Sample(
                        [d.Values(shape)],
                        x => x[0].Split(sizes, axis)[piece],
                        x => x[0].Split(sizes, axis)[piece],
                        x =>
                            At(
                                x[0],
                                FromFront(axis, shape),
                                [.. Enumerable.Range(start, sizes[piece])]
                            ),
                        $"sizes: [{string.Join(", ", sizes)}], axis: {axis}, piece {piece}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Split([1, 1], 1), ["[1, 1]", "(2, 3)", "size 3"])
            .Throws(() => Zeros(2, 3).Split([4, -1], 1), ["[4, -1]", "negative"])
            .Throws(() => Zeros(2, 3).Split([2], 2), ["axis 2", "(2, 3)"]);

    private static OpRow Chunk() =>
        Op(
                "chunk",
                d =>
                {
                    var shape = d.Shape(minRank: 1);
                    var axis = d.Axis(shape);
                    var (count, size) = (d.Int(1, 5), shape[axis]);
                    // Full chunks as long as there are positions; of nothing, as many empty ones as are asked for.
                    var full = (int)Math.Ceiling(size / (double)count);
                    List<int> starts = [0];
                    while (size == 0 ? starts.Count < count : starts[^1] + full < size)
                    {
                        starts.Add(starts[^1] + full);
                    }
                    var piece = d.Int(0, starts.Count - 1);
                    int[] positions =
                    [
                        .. Enumerable.Range(starts[piece], Math.Min(full, size - starts[piece])),
                    ];
                    return d.Sample(
                        [d.Values(shape)],
                        x => Piece(x[0].Chunk(count, axis), starts.Count, piece),
                        x => Piece(x[0].Chunk(count, axis), starts.Count, piece),
                        x => At(x[0], FromFront(axis, shape), positions),
                        $"count: {count}, axis: {axis}, piece {piece} of {starts.Count}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).Chunk(0), ["0 chunks", "(2, 3)"])
            .Throws(() => Zeros(2, 3).Chunk(2, -3), ["axis -3", "(2, 3)"]);

    /// <summary>The positions of Python's <c>[start:stop:step]</c> on an axis of a size.</summary>
    private static int[] Sliced(int size, int? start, int? stop, int step)
    {
        var (from, to) = (start ?? 0, stop ?? size);
        from = Math.Max(0, from < 0 ? from + size : from);
        to = Math.Min(size, to < 0 ? to + size : to);
        List<int> positions = [];
        for (var i = from; i < to; i += step)
        {
            positions.Add(i);
        }
        return [.. positions];
    }

    private static TPiece Piece<TPiece>(IReadOnlyList<TPiece> pieces, int count, int piece)
    {
        Assert.Equal(count, pieces.Count);
        return pieces[piece];
    }
}
