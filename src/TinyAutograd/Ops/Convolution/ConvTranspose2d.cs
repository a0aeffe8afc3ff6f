using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Transposed convolution of images, the adjoint of <see cref="Conv2d"/>: each element adds itself, times the kernel, to a window of
    /// the result. With a stride it enlarges.</summary>
    /// <param name="x">(N, C, H, W), H and W ≥ 1.</param>
    /// <param name="weight">(C, O/groups, KH, KW).</param>
    /// <param name="bias">(O); none unless given.</param>
    /// <param name="stride">From window to window of the result, ≥ 1; 1 unless given.</param>
    /// <param name="padding">What is cut off on each side, ≥ 0; 0 unless given.</param>
    /// <param name="outputPadding">Further rows below and columns on the right, from 0 up to below the stride; 0 unless given.</param>
    /// <param name="dilation">From element to element of a window, ≥ 1; 1 unless given.</param>
    /// <param name="groups">Channels are split into so many groups that are convolved independently, ≥ 1.</param>
    /// <returns>(N, O, H', W') with H' = (H − 1)·stride − 2·padding + dilation·(KH − 1) + 1 + outputPadding, and W' likewise.</returns>
    /// <exception cref="ArgumentException">The shapes or attributes do not fit.</exception>
    /// <remarks>Gradient: <c>dx</c> is the convolution of dy, <c>dWeight</c> the correlation of dy with x, <c>dBias = Σ dy</c>. Unlike PyTorch
    /// it refuses an output padding that reaches the stride even where the dilation is larger.</remarks>
    public static Variable<T> ConvTranspose2d<T>(
        this Variable<T> x,
        Variable<T> weight,
        Variable<T>? bias = null,
        HeightWidth? stride = null,
        HeightWidth? padding = null,
        HeightWidth? outputPadding = null,
        HeightWidth? dilation = null,
        int groups = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ConvTransposeOp<T>.Apply(
            new ConvolutionAttributes(
                "ConvTranspose2d",
                2,
                stride ?? 1,
                padding ?? 0,
                dilation ?? 1,
                groups
            ),
            outputPadding ?? 0,
            x,
            weight,
            bias
        );
}
