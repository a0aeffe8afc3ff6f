using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Convolution along one axis: <c>y[n, o, i] = Σ w[o, c, k] · x[n, c, i·stride + k·dilation − padding] + b[o]</c>.</summary>
    /// <param name="x">(N, C, L); zeros outside.</param>
    /// <param name="weight">w, (O, C/groups, K).</param>
    /// <param name="bias">b, (O); none unless given.</param>
    /// <param name="stride">From window to window, ≥ 1.</param>
    /// <param name="padding">Zeros before and behind, ≥ 0.</param>
    /// <param name="dilation">From element to element of a window, ≥ 1.</param>
    /// <param name="groups">Channels are split into so many groups that are convolved independently, ≥ 1.</param>
    /// <returns>(N, O, (L + 2·padding − dilation·(K − 1) − 1) / stride + 1), rounded down.</returns>
    /// <exception cref="ArgumentException">The shapes or attributes do not fit.</exception>
    /// <remarks>It is a cross-correlation: the kernel is not turned round. Gradient: <c>dx</c> is the convolution's adjoint of dy, <c>dw</c>
    /// the correlation of x with dy, <c>db = Σ dy</c>.</remarks>
    public static Variable<T> Conv1d<T>(
        this Variable<T> x,
        Variable<T> weight,
        Variable<T>? bias = null,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        int groups = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ConvolutionOp<T>.Apply(
            new ConvolutionAttributes("Conv1d", 1, stride, padding, dilation, groups),
            x,
            weight,
            bias
        );
}
