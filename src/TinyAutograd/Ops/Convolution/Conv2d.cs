using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Convolution of images: each output is the sum over a window of all input channels, weighted, and a bias.</summary>
    /// <param name="x">(N, C, H, W); zeros outside.</param>
    /// <param name="weight">(O, C/groups, KH, KW).</param>
    /// <param name="bias">(O); none unless given.</param>
    /// <param name="stride">From window to window, ≥ 1; 1 unless given.</param>
    /// <param name="padding">Zeros on each side, ≥ 0; 0 unless given.</param>
    /// <param name="dilation">From element to element of a window, ≥ 1; 1 unless given.</param>
    /// <param name="groups">Channels are split into so many groups that are convolved independently, ≥ 1.</param>
    /// <returns>(N, O, H', W') with H' = (H + 2·padding − dilation·(KH − 1) − 1) / stride + 1, rounded down, and W' likewise.</returns>
    /// <exception cref="ArgumentException">The shapes or attributes do not fit.</exception>
    /// <remarks>It is a cross-correlation: the kernel is not turned round. Gradient: <c>dx</c> is the convolution's adjoint of dy,
    /// <c>dWeight</c> the correlation of x with dy, <c>dBias = Σ dy</c>.</remarks>
    public static Variable<T> Conv2d<T>(
        this Variable<T> x,
        Variable<T> weight,
        Variable<T>? bias = null,
        HeightWidth? stride = null,
        HeightWidth? padding = null,
        HeightWidth? dilation = null,
        int groups = 1
    )
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ConvolutionOp<T>.Apply(
            new ConvolutionAttributes(
                "Conv2d",
                2,
                stride ?? 1,
                padding ?? 0,
                dilation ?? 1,
                groups
            ),
            x,
            weight,
            bias
        );
}
