using System.Numerics;

namespace TinyAutograd;

/// <summary>A transposed convolution of images with weights of its own, which enlarges with a stride: see <see cref="VariableOps.ConvTranspose2d"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: <c>weight</c> (C, O/groups, KH, KW), <c>bias</c> (O); see <see cref="ConvolutionLayer{T}"/>.</remarks>
public sealed class ConvTranspose2d<T> : ConvolutionLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer with weights drawn at random.</summary>
    /// <param name="inputChannels">C, channels of the input, ≥ 1.</param>
    /// <param name="outputChannels">O, channels of the output, ≥ 1.</param>
    /// <param name="kernelSize">(KH, KW), size of a window, ≥ 1.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="stride">From window to window of the result, ≥ 1; 1 unless given.</param>
    /// <param name="padding">What is cut off on each side, ≥ 0; 0 unless given.</param>
    /// <param name="outputPadding">Further rows below and columns on the right, from 0 up to below the stride; 0 unless given.</param>
    /// <param name="dilation">From element to element of a window, ≥ 1; 1 unless given.</param>
    /// <param name="groups">Into how many groups channels are split, ≥ 1; divides C and O.</param>
    /// <param name="hasBias">Whether a bias is added.</param>
    /// <param name="weightInitializer">For the weight; uniform on ±1/√fan unless told.</param>
    /// <param name="biasInitializer">For the bias; uniform on ±1/√fan unless told.</param>
    /// <exception cref="ArgumentException">A size is out of its range, or the groups do not divide the channels.</exception>
    public ConvTranspose2d(
        int inputChannels,
        int outputChannels,
        HeightWidth kernelSize,
        RandomGenerator random,
        HeightWidth? stride = null,
        HeightWidth? padding = null,
        HeightWidth? outputPadding = null,
        HeightWidth? dilation = null,
        int groups = 1,
        bool hasBias = true,
        Initializer<T>? weightInitializer = null,
        Initializer<T>? biasInitializer = null
    )
        : base(
            new ConvolutionAttributes(
                "ConvTranspose2d",
                2,
                stride ?? 1,
                padding ?? 0,
                dilation ?? 1,
                groups
            ),
            outputPadding ?? 0,
            inputChannels,
            outputChannels,
            kernelSize,
            random,
            hasBias,
            weightInitializer,
            biasInitializer
        ) { }
}
