using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Kernels cut long work into pieces, strips and tiles: each is computed, and goes where it belongs.</summary>
public class PiecesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_gelu_has_the_values_of_short_ones(bool isExact)
    {
        const int length = 40_000;
        const int part = 100;
        var x = new Numbers(1).Array<float>(length, 4);
        var (y, slope) = (new float[length], new float[length]);
        Compute(x, y, slope);
        var (expected, expectedSlope) = (new float[part], new float[part]);
        for (var i = 0; i < length; i += part)
        {
            Compute(x.AsSpan(i, part), expected, expectedSlope);
            Assert.Equal(expected, y.AsSpan(i, part));
            Assert.Equal(expectedSlope, slope.AsSpan(i, part));
        }

        void Compute(ReadOnlySpan<float> x, Span<float> y, Span<float> slope)
        {
            if (isExact)
            {
                GeluKernel.Exact(x, y, slope);
            }
            else
            {
                GeluKernel.Tanh(x, y, slope);
            }
        }
    }

    // Wider than a strip, and not a multiple of one.
    [Fact]
    public void Wide_rows_are_added_where_their_indices_say()
    {
        const int outer = 3;
        const int n = 4;
        const int inner = 700;
        int[] indices = [2, 0, 2, 3, 2];
        var x = new Numbers(1).Array<double>(outer * indices.Length * inner);
        var y = new double[outer * n * inner];
        Gathering.AddRows<double>(x, n, inner, indices, y);
        var expected = new double[y.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var (o, k, j) = (i / (indices.Length * inner), i / inner % indices.Length, i % inner);
            expected[(o * n + indices[k]) * inner + j] += x[i];
        }
        Assert.Equal(expected, y);
    }

    [Fact]
    public void Sums_of_rows_are_added_as_if_all_were_computed_first()
    {
        const int n = 5;
        const int inner = 3;
        int[] indices = [4, 1, 4, 0, 1, 4];
        var x = new Numbers(1).Array<float>(indices.Length * inner);
        var before = new Numbers(2).Array<float>(n * inner);
        var (y, sums) = (before.ToArray(), new float[n * inner]);
        Gathering.AddSumsOfRows<float>(x, inner, indices, y);
        Gathering.AddRows<float>(x, n, inner, indices, sums);
        Assert.Equal(before.Zip(sums, (a, b) => a + b), y);
        Gathering.AddSumsOfRows<float>([], inner, [], y);
        Assert.Equal(before.Zip(sums, (a, b) => a + b), y);
    }

    // As many axes as there may be, of which no two can be taken as one.
    [Fact]
    public void Eight_axes_in_reverse_order_are_complete()
    {
        int[] sizes = [2, 3, 2, 3, 2, 3, 2, 3];
        var x = new Numbers(1).Array<double>(sizes.Aggregate(1, (a, b) => a * b));
        var y = Variable.Of<double>(x, Shape.Of(sizes)).Permute(7, 6, 5, 4, 3, 2, 1, 0).ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            var (rest, target) = (i, 0);
            for (var axis = 7; axis >= 0; axis--)
            {
                target = target * sizes[axis] + rest % sizes[axis];
                rest /= sizes[axis];
            }
            Assert.Equal(x[i], y[target]);
        }
    }

    [Theory]
    [InlineData(3, 37, 50)]
    [InlineData(1, 16, 33)]
    [InlineData(2, 130, 17)]
    public void A_transposed_plane_is_complete(int batches, int rows, int columns)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var x = new Numbers(1).Array<T>(batches * rows * columns);
            var y = Variable.Of<T>(x, Shape.Of(batches, rows, columns)).Permute(0, 2, 1).ToArray();
            for (var i = 0; i < x.Length; i++)
            {
                var (b, row, column) = (i / (rows * columns), i / columns % rows, i % columns);
                Assert.Equal(x[i], y[(b * columns + column) * rows + row]);
            }
        }
    }

    // A row alone is longer than a piece.
    [Fact]
    public void Long_rows_are_multiplied_by_what_is_kept_of_each()
    {
        const int length = 20_000;
        var x = new Numbers(1).Array<double>(3 * length);
        double[] kept = [2, 3, 5];
        var y = new double[x.Length];
        KeptRows.Map<double, TimesKept<double>>(x, Shape.Of(3, length), kept, Shape.Of(3, 1), y);
        for (var i = 0; i < x.Length; i++)
        {
            Assert.Equal(x[i] * kept[i / length], y[i]);
        }
    }

    [Theory]
    [InlineData(3, 40_000)]
    [InlineData(200, 300)]
    [InlineData(70_000, 1)]
    public void Sums_of_long_and_of_wide_axes_are_complete(int n, int inner)
    {
        // Whole numbers: each sum is exact.
        var x = new double[2 * n * inner];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = i % 1013;
        }
        var (y, expected) = (new double[2 * inner], new double[2 * inner]);
        for (var i = 0; i < x.Length; i++)
        {
            expected[i / (n * inner) * inner + i % inner] += x[i];
        }
        Reduction.ReduceMiddle<double, SumReducer<double>>(x, 2, n, inner, y);
        Assert.Equal(expected, y);
    }

    [Fact]
    public void Whether_one_is_true_does_not_depend_on_what_the_result_held()
    {
        var y = new[] { true, true };
        MaskReduction.Any([false, false, true, false], 2, 2, y);
        Assert.Equal([true, false], y);
        MaskReduction.Any([true, false, false, false], 2, 1, y);
        Assert.Equal([true, false], y);
    }

    [Fact]
    public void A_huber_loss_of_whole_vectors_agrees_with_its_definition()
    {
        const int length = 50;
        const double delta = 0.7;
        var (x, t) = (
            new Numbers(1).Array<double>(length, 2),
            new Numbers(2).Array<double>(length)
        );
        var y = new double[length];
        ElementwiseKernels.Map(new HuberLoss<double>(delta), x, t, t, y);
        for (var i = 0; i < length; i++)
        {
            var d = Math.Abs(x[i] - t[i]);
            Assert.Equal(d <= delta ? d * d / 2 : delta * (d - delta / 2), y[i], 1e-14);
        }
    }
}
