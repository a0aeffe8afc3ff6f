using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>Softmax, its logarithm and its normalizer over rows that follow each other, and their backward passes.</summary>
/// <remarks>
/// The maximum of the row is subtracted first, so that nothing overflows. A row with NaN, with +∞ or of nothing but −∞ gives NaN.
/// Rows may be written over their own source. Long work is split by rows; results have the same bits on any number of threads.
/// </remarks>
internal static unsafe partial class SoftmaxKernel
{
    /// <summary><c>y = e^(x − max x) / Σ e^(x − max x)</c> in each row.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">(rows, length).</param>
    /// <param name="y">(rows, length); values in [0, 1].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">Elements in a row.</param>
    /// <param name="isCausal">Row r of each (length, length) matrix uses columns up to r only; the others become zero.</param>
    /// <exception cref="ArgumentException">A span does not have rows·length elements.</exception>
    public static void Softmax<T>(
        ReadOnlySpan<T> x,
        Span<T> y,
        int rows,
        int length,
        bool isCausal = false
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = CheckRows(x.Length, rows, length);
        Check.SameLength(size, y.Length, nameof(y));
        fixed (
            T* px = x,
                py = y
        )
        {
            var kernel = new SoftmaxRows<T>
            {
                X = px,
                Y = py,
                Length = length,
                IsCausal = isCausal,
            };
            Parts.Run<T, SoftmaxRows<T>>(kernel, rows, length, 0.5);
        }
    }

    /// <summary><c>y = x − ln Σ eˣ</c> in each row.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">(rows, length).</param>
    /// <param name="y">(rows, length); values in [−∞, 0].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">Elements in a row.</param>
    /// <exception cref="ArgumentException">A span does not have rows·length elements.</exception>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, Span<T> y, int rows, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = CheckRows(x.Length, rows, length);
        Check.SameLength(size, y.Length, nameof(y));
        fixed (
            T* px = x,
                py = y
        )
        {
            var kernel = new LogSumExpRows<T>
            {
                X = px,
                Y = py,
                Length = length,
            };
            Parts.Run<T, LogSumExpRows<T>>(kernel, rows, length, 0.5);
        }
    }

    /// <summary><c>y = ln Σ eˣ</c> of each row. A row of −∞ gives −∞, a row with +∞ gives +∞.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">(rows, length).</param>
    /// <param name="y">One number for each row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">Elements in a row.</param>
    /// <exception cref="ArgumentException">A span has another size.</exception>
    public static void LogSumExp<T>(ReadOnlySpan<T> x, Span<T> y, int rows, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckRows(x.Length, rows, length);
        Check.SameLength(rows, y.Length, nameof(y));
        fixed (
            T* px = x,
                py = y
        )
        {
            var kernel = new LogSumExpRows<T>
            {
                X = px,
                Normalizers = py,
                Length = length,
            };
            Parts.Run<T, LogSumExpRows<T>>(kernel, rows, length, 0.5);
        }
    }

    /// <summary>The backward pass of softmax, <c>dx = y ⊙ (dy − Σ dy⊙y)</c> in each row.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="y">(rows, length), softmax's result.</param>
    /// <param name="dy">(rows, length), the upstream gradient.</param>
    /// <param name="dx">(rows, length); may be <paramref name="dy"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">Elements in a row.</param>
    /// <param name="isCausal">As in the forward pass: the other columns are not read, and become zero.</param>
    /// <exception cref="ArgumentException">A span does not have rows·length elements.</exception>
    public static void SoftmaxBackward<T>(
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        int rows,
        int length,
        bool isCausal = false
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Backward(y, dy, dx, rows, length, isCausal, isLog: false);

    /// <summary>The backward pass of log-softmax, <c>dx = dy − eʸ Σ dy</c> in each row.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="y">(rows, length), log-softmax's result.</param>
    /// <param name="dy">(rows, length), the upstream gradient.</param>
    /// <param name="dx">(rows, length); may be <paramref name="dy"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="length">Elements in a row.</param>
    /// <exception cref="ArgumentException">A span does not have rows·length elements.</exception>
    public static void LogSoftmaxBackward<T>(
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        int rows,
        int length
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Backward(y, dy, dx, rows, length, isCausal: false, isLog: true);

    private static void Backward<T>(
        ReadOnlySpan<T> y,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        int rows,
        int length,
        bool isCausal,
        bool isLog
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var kernel = isLog ? nameof(LogSoftmaxBackward) : nameof(SoftmaxBackward);
        var size = CheckRows(y.Length, rows, length, nameof(y), kernel);
        Check.SameLength(size, dy.Length, nameof(dy), kernel);
        Check.SameLength(size, dx.Length, nameof(dx), kernel);
        fixed (
            T* py = y,
                pdy = dy,
                pdx = dx
        )
        {
            var work = new BackwardRows<T>
            {
                Y = py,
                Dy = pdy,
                Dx = pdx,
                Length = length,
                IsCausal = isCausal,
                IsLog = isLog,
            };
            Parts.Run<T, BackwardRows<T>>(work, rows, length, 0.3);
        }
    }

    private static int CheckRows(
        int actual,
        int rows,
        int length,
        string name = "x",
        [System.Runtime.CompilerServices.CallerMemberName] string kernel = ""
    )
    {
        Check.NotNegative(rows, nameof(rows), kernel);
        Check.NotNegative(length, nameof(length), kernel);
        var size = checked(rows * length);
        Check.SameLength(size, actual, name, kernel);
        return size;
    }
}
