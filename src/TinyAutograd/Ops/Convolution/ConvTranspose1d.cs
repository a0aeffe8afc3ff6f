using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Transposed convolution along one axis, the adjoint of <see cref="Conv1d"/>: each element adds itself, times the kernel, to a window
    /// of the result, <c>y[n, o, i·stride + k·dilation − padding] += x[n, c, i] · w[c, o, k]</c>, and b[o].</summary>
    /// <param name="x">(N, C, L), L ≥ 1.</param>
    /// <param name="weight">w, (C, O/groups, K).</param>
    /// <param name="bias">b, (O); none unless given.</param>
    /// <param name="stride">From window to window of the result, ≥ 1.</param>
    /// <param name="padding">What is cut off before and behind, ≥ 0.</param>
    /// <param name="outputPadding">Further elements behind, from 0 up to below the stride: several lengths convolve to L, and this says which is meant.</param>
    /// <param name="dilation">From element to element of a window, ≥ 1.</param>
    /// <param name="groups">Channels are split into so many groups that are convolved independently, ≥ 1.</param>
    /// <returns>(N, O, (L − 1)·stride − 2·padding + dilation·(K − 1) + 1 + outputPadding).</returns>
    /// <exception cref="ArgumentException">The shapes or attributes do not fit.</exception>
    /// <remarks>Gradient: <c>dx</c> is the convolution of dy, <c>dw</c> the correlation of dy with x, <c>db = Σ dy</c>. Unlike PyTorch it
    /// refuses an output padding that reaches the stride even where the dilation is larger: no convolution gives L back then.</remarks>
    public static Variable<T> ConvTranspose1d<T>(
        this Variable<T> x,
        Variable<T> weight,
        Variable<T>? bias = null,
        int stride = 1,
        int padding = 0,
        int outputPadding = 0,
        int dilation = 1,
        int groups = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ConvTransposeOp<T>.Apply(
            new ConvolutionAttributes("ConvTranspose1d", 1, stride, padding, dilation, groups),
            outputPadding,
            x,
            weight,
            bias
        );
}
