using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Packing moves each number to its place, leaves the rest of a panel zero where a tile reads it, and writes nothing beside it, at
/// every width.</summary>
public class GemmPackingTests
{
    private const int Rim = 40;

    [Fact]
    public void Every_number_comes_to_its_place()
    {
        CheckWidth<float, Lanes512<float>>();
        CheckWidth<float, Lanes256<float>>();
        CheckWidth<float, Lanes128<float>>();
        CheckWidth<float, LanesScalar<float>>();
        CheckWidth<double, Lanes512<double>>();
        CheckWidth<double, Lanes256<double>>();
        CheckWidth<double, Lanes128<double>>();
        CheckWidth<double, LanesScalar<double>>();
    }

    private static unsafe void CheckWidth<T, TV>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var width = GemmPacking<T, TV>.PanelWidth;
        Assert.Equal(2 * TV.Count, width);
        foreach (var terms in new[] { 0, 1, 3, 4, 5, 7, 8, 12, 15, 16, 17, 24, 33 })
        {
            for (var columns = 1; columns <= width; columns++)
            {
                // Beside the panel's columns B goes on: of that, nothing may come along.
                var step = columns + 3;
                Check<T>(
                    terms * step + columns,
                    terms * width,
                    (b, panel) => GemmPacking<T, TV>.Columns(b, step, terms, columns, panel),
                    at => at % width < columns ? at / width * step + at % width : null
                );
                var row = terms + 2;
                Check<T>(
                    columns * row,
                    terms * width,
                    (b, panel) =>
                        GemmPacking<T, TV>.TransposedColumns(b, row, terms, columns, panel),
                    at => at % width < columns ? at % width * row + at / width : null
                );
            }
            for (var count = 0; count <= 3; count++)
            {
                var step = count * width + 5;
                // Rows of each panel that follow are for other pieces, and stay.
                var panelLength = Math.Max(1, (terms + 2) * width);
                Check<T>(
                    terms * step,
                    count * panelLength,
                    (b, panels) =>
                        GemmPacking<T, TV>.Panels(b, step, terms, count, panels, panelLength),
                    at => at % panelLength / width * step + at / panelLength * width + at % width,
                    isPlace: at => at % panelLength < terms * width
                );
            }
            foreach (var height in new[] { 4, 6, 8 })
            {
                for (var rows = 1; rows <= height; rows++)
                {
                    // Rows that are missing are never read.
                    var step = rows + 1;
                    Check<T>(
                        terms * step,
                        terms * height,
                        (a, panel) =>
                            GemmPacking<T, TV>.TransposedRows(a, step, terms, rows, height, panel),
                        at => at % height < rows ? at / height * step + at % height : at,
                        isPlace: at => at % height < rows
                    );
                }
            }
        }
        Check<T>(
            3 * 9 + 4,
            3 * 7 + 4,
            (source, target) => GemmPacking<T, TV>.Transpose4(source, 9, target, 7),
            at => at % 7 * 9 + at / 7,
            isPlace: at => at % 7 < 4
        );
    }

    private unsafe delegate void Packing<T>(T* source, T* target)
        where T : unmanaged;

    // Where from: the place in the source, or null for a zero. What is no place keeps what it had.
    private static unsafe void Check<T>(
        int sourceLength,
        int length,
        Packing<T> pack,
        Func<int, int?> from,
        Func<int, bool>? isPlace = null
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var source = new T[sourceLength + Rim];
        for (var i = 0; i < source.Length; i++)
        {
            source[i] = T.CreateChecked(i + 1);
        }
        var target = new T[length + 2 * Rim];
        Array.Fill(target, T.NegativeOne);
        fixed (
            T* s = source,
                t = target
        )
        {
            pack(s, t + Rim);
        }
        for (var i = 0; i < target.Length; i++)
        {
            var at = i - Rim;
            var isRim = at < 0 || at >= length || isPlace?.Invoke(at) == false;
            var expected =
                isRim ? T.NegativeOne
                : from(at) is { } place ? source[place]
                : T.Zero;
            if (target[i] != expected)
            {
                Assert.Fail($"Element {at} of {length} is {target[i]}, expected {expected}.");
            }
        }
    }
}
