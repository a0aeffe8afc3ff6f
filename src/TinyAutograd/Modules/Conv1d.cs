using System.Numerics;

namespace TinyAutograd;

/// <summary>A convolution along one axis with weights of its own: see <see cref="VariableOps.Conv1d"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: <c>weight</c> (O, C/groups, K), <c>bias</c> (O); see <see cref="ConvolutionLayer{T}"/>.</remarks>
public sealed class Conv1d<T> : ConvolutionLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer with weights drawn at random.</summary>
    /// <param name="inputChannels">C, channels of the input, ≥ 1.</param>
    /// <param name="outputChannels">O, channels of the output, ≥ 1.</param>
    /// <param name="kernelSize">K, size of a window, ≥ 1.</param>
    /// <param name="random">The generator; it moves on.</param>
    /// <param name="stride">From window to window, ≥ 1.</param>
    /// <param name="padding">Zeros on each side, ≥ 0.</param>
    /// <param name="dilation">From element to element of a window, ≥ 1.</param>
    /// <param name="groups">Into how many groups channels are split, ≥ 1; divides C and O.</param>
    /// <param name="hasBias">Whether a bias is added.</param>
    /// <param name="weightInitializer">For the weight; uniform on ±1/√fan unless told.</param>
    /// <param name="biasInitializer">For the bias; uniform on ±1/√fan unless told.</param>
    /// <exception cref="ArgumentException">A size is out of its range, or the groups do not divide the channels.</exception>
    public Conv1d(
        int inputChannels,
        int outputChannels,
        int kernelSize,
        RandomGenerator random,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        int groups = 1,
        bool hasBias = true,
        Initializer<T>? weightInitializer = null,
        Initializer<T>? biasInitializer = null
    )
        : base(
            new ConvolutionAttributes("Conv1d", 1, stride, padding, dilation, groups),
            outputPadding: null,
            inputChannels,
            outputChannels,
            kernelSize,
            random,
            hasBias,
            weightInitializer,
            biasInitializer
        ) { }
}
