using System.Collections.Concurrent;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>How work is cut: by its sizes alone, each unit once, in pieces that are worth a thread's while.</summary>
public class PartsTests
{
    // Eight pieces, but of 0.25 to 2 µs and at most 16,384 elements, and single elements by whole cache lines.
    [Theory]
    [InlineData(10_000, 1, 1.0, 1216)]
    [InlineData(10_000, 1, 0.4, 1216)]
    [InlineData(10_000, 0, 0.4, 576)]
    [InlineData(100_000, 1, 0.01, 16384)]
    [InlineData(1000, 1, 1000.0, 64)]
    [InlineData(5000, 2, 1.0, 625)]
    [InlineData(1000, 100, 0.5, 40)]
    [InlineData(10, 5000, 1.0, 1)]
    [InlineData(64, 1, 1000.0, 64)]
    [InlineData(0, 1, 1.0, 64)]
    public void Units_are_cut_into_pieces_of_about_a_microsecond(
        int units,
        int elements,
        double nanoseconds,
        int unitsOfPiece
    )
    {
        var recording = new Recording([]);
        Parts.Run<float, Recording>(recording, units, elements, nanoseconds);
        Assert.Equal(
            Enumerable
                .Range(0, (units + unitsOfPiece - 1) / unitsOfPiece)
                .Select(piece => piece * unitsOfPiece)
                .Select(first => (first, Math.Min(unitsOfPiece, units - first))),
            recording.Seen.Order()
        );
    }

    [Fact]
    public void A_sweep_cuts_each_tensor_and_numbers_all_pieces_in_order()
    {
        int[] lengths = [0, 1, 4096, 4097, 0, 9000, 0];
        var sweep = new RecordingSweep([]);
        Sweep.Run(sweep, lengths, 1);
        Assert.Equal(
            [
                (0, 1, 0, 1),
                (1, 2, 0, 4096),
                (2, 3, 0, 4096),
                (3, 3, 4096, 1),
                (4, 5, 0, 4096),
                (5, 5, 4096, 4096),
                (6, 5, 8192, 808),
            ],
            sweep.Seen.Order()
        );
        Assert.Equal(7, Sweep.PieceCount(lengths));
    }

    [Fact]
    public void More_pieces_than_can_be_numbered_are_refused()
    {
        var lengths = Enumerable.Repeat(Shape.MaxElementCount, 4400).ToArray();
        Assert.Throws<OverflowException>(() => Sweep.PieceCount(lengths));
    }

    private readonly struct Recording(ConcurrentBag<(int First, int Count)> seen) : IParts<float>
    {
        public ConcurrentBag<(int First, int Count)> Seen => seen;

        public void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, float> => seen.Add((first, count));
    }

    private readonly struct RecordingSweep(ConcurrentBag<(int, int, int, int)> seen) : ISweep
    {
        public ConcurrentBag<(int, int, int, int)> Seen => seen;

        public void Run(int piece, int tensor, int start, int length) =>
            seen.Add((piece, tensor, start, length));
    }
}
