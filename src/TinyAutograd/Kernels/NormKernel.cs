using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>Layer normalization and root-mean-square normalization over rows that follow each other.</summary>
/// <remarks>
/// The variance is computed from the differences to the mean, and what rounding left in the mean is taken out of them, so that a large
/// common offset costs no digits. Sums over rows are made in pieces of fixed size and in a fixed order: any number of threads gives
/// the same bits.
/// </remarks>
internal static unsafe partial class NormKernel
{
    /// <summary><c>y = (x − mean) / √(variance + ε) ⊙ weight + bias</c> in each row (Ba et al. 2016, eq. 4).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">(rows, length).</param>
    /// <param name="weight">One number for each column; empty for ones.</param>
    /// <param name="bias">One number for each column; empty for zeros.</param>
    /// <param name="y">(rows, length); may be <paramref name="x"/>.</param>
    /// <param name="mean">Receives the mean of each row.</param>
    /// <param name="scale">Receives <c>1/√(variance + ε)</c> of each row.</param>
    /// <param name="length">Elements in a row.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void LayerNorm<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> bias,
        Span<T> y,
        Span<T> mean,
        Span<T> scale,
        int length,
        T epsilon
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = CheckRows(
            nameof(LayerNorm),
            x.Length,
            length,
            scale.Length,
            y.Length,
            weight.Length,
            bias.Length
        );
        Check.SameLength(rows, mean.Length, nameof(mean));
        fixed (
            T* px = x,
                pw = weight,
                pb = bias,
                py = y,
                pm = mean,
                ps = scale
        )
        {
            var kernel = new ForwardRows<T>
            {
                X = px,
                Weight = pw,
                Bias = pb,
                Y = py,
                Mean = pm,
                Scale = ps,
                Length = length,
                Epsilon = epsilon,
            };
            Parts.Run<T, ForwardRows<T>>(kernel, rows, length, 0.4);
        }
    }

    /// <summary><c>y = x / √(mean of x² + ε) ⊙ weight</c> in each row (Zhang and Sennrich 2019, eq. 4).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">(rows, length).</param>
    /// <param name="weight">One number for each column; empty for ones.</param>
    /// <param name="y">(rows, length); may be <paramref name="x"/>.</param>
    /// <param name="scale">Receives <c>1/√(mean of x² + ε)</c> of each row.</param>
    /// <param name="length">Elements in a row.</param>
    /// <param name="epsilon">ε, added to the mean square.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void RmsNorm<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        Span<T> y,
        Span<T> scale,
        int length,
        T epsilon
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = CheckRows(
            nameof(RmsNorm),
            x.Length,
            length,
            scale.Length,
            y.Length,
            weight.Length,
            0
        );
        fixed (
            T* px = x,
                pw = weight,
                py = y,
                ps = scale
        )
        {
            var kernel = new ForwardRows<T>
            {
                X = px,
                Weight = pw,
                Y = py,
                Scale = ps,
                Length = length,
                Epsilon = epsilon,
            };
            Parts.Run<T, ForwardRows<T>>(kernel, rows, length, 0.3);
        }
    }

    /// <summary>
    /// The backward pass of layer normalization. With <c>n = (x − mean)·scale</c> and <c>g = dy ⊙ weight</c>:
    /// <c>dx = scale·(g − mean of g − n·mean of (g⊙n))</c>, <c>dWeight = Σ dy⊙n</c> and <c>dBias = Σ dy</c> over rows.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">(rows, length).</param>
    /// <param name="weight">One number for each column; empty for ones.</param>
    /// <param name="mean">The mean of each row, from the forward pass.</param>
    /// <param name="scale">The scale of each row, from the forward pass.</param>
    /// <param name="dy">(rows, length), the upstream gradient.</param>
    /// <param name="dx">(rows, length), may be <paramref name="dy"/>; empty if not wanted.</param>
    /// <param name="dWeight">Overwritten; one number for each column; empty if not wanted.</param>
    /// <param name="dBias">Overwritten; one number for each column; empty if not wanted.</param>
    /// <param name="length">Elements in a row.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void LayerNormBackward<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> mean,
        ReadOnlySpan<T> scale,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dWeight,
        Span<T> dBias,
        int length
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = CheckRows(
            nameof(LayerNormBackward),
            x.Length,
            length,
            scale.Length,
            dy.Length,
            weight.Length,
            dBias.Length
        );
        Check.SameLength(rows, mean.Length, nameof(mean));
        Backward(x, weight, mean, scale, dy, dx, dWeight, dBias, rows, length);
    }

    /// <summary>
    /// The backward pass of root-mean-square normalization. With <c>n = x·scale</c> and <c>g = dy ⊙ weight</c>:
    /// <c>dx = scale·(g − n·mean of (g⊙n))</c> and <c>dWeight = Σ dy⊙n</c> over rows.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">(rows, length).</param>
    /// <param name="weight">One number for each column; empty for ones.</param>
    /// <param name="scale">The scale of each row, from the forward pass.</param>
    /// <param name="dy">(rows, length), the upstream gradient.</param>
    /// <param name="dx">(rows, length), may be <paramref name="dy"/>; empty if not wanted.</param>
    /// <param name="dWeight">Overwritten; one number for each column; empty if not wanted.</param>
    /// <param name="length">Elements in a row.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void RmsNormBackward<T>(
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> weight,
        ReadOnlySpan<T> scale,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dWeight,
        int length
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = CheckRows(
            nameof(RmsNormBackward),
            x.Length,
            length,
            scale.Length,
            dy.Length,
            weight.Length,
            0
        );
        Backward(x, weight, [], scale, dy, dx, dWeight, [], rows, length);
    }

    private static int CheckRows(
        string kernel,
        int size,
        int length,
        int rows,
        int other,
        int weight,
        int bias
    )
    {
        Check.NotNegative(length, nameof(length), kernel);
        Check.SameLength(checked(rows * length), size, "x", kernel);
        Check.SameLength(size, other, "y or dy", kernel);
        Check.SameLength(weight == 0 ? 0 : length, weight, nameof(weight), kernel);
        Check.SameLength(bias == 0 ? 0 : length, bias, nameof(bias), kernel);
        return rows;
    }
}
