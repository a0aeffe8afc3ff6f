using System.Numerics;

namespace TinyAutograd;

/// <summary>Convolutions and transposed convolutions with a weight and a bias of their own: what <see cref="Conv1d{T}"/>, <see cref="Conv2d{T}"/>,
/// <see cref="ConvTranspose1d{T}"/> and <see cref="ConvTranspose2d{T}"/> have in common.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Parameters: <c>weight</c>, (O, C/groups, kernel…), of a transposed one (C, O/groups, kernel…); <c>bias</c> (O). Both are drawn uniformly from
/// ±1/√fan unless told, as PyTorch draws them; the fan is the size of the weight's second axis times that of the kernel.</remarks>
public abstract class ConvolutionLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ConvolutionAttributes attributes;
    private readonly HeightWidth? outputPadding; // of a transposed one

    private protected ConvolutionLayer(
        ConvolutionAttributes attributes,
        HeightWidth? outputPadding,
        int inputChannels,
        int outputChannels,
        HeightWidth kernelSize,
        RandomGenerator random,
        bool hasBias,
        Initializer<T>? weightInitializer,
        Initializer<T>? biasInitializer
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernelSize.Height, nameof(kernelSize));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kernelSize.Width, nameof(kernelSize));
        ArgumentNullException.ThrowIfNull(random);
        attributes.ThrowIfImpossible(outputPadding ?? 0);
        var groups = attributes.Groups;
        if (inputChannels % groups != 0 || outputChannels % groups != 0)
        {
            throw new ArgumentException(
                $"{attributes.Method}: {inputChannels} input channels and {outputChannels} output channels must both be divisible by the {groups} groups."
            );
        }
        (this.attributes, this.outputPadding) = (attributes, outputPadding);
        var (first, second) = outputPadding is null
            ? (outputChannels, inputChannels / groups)
            : (inputChannels, outputChannels / groups);
        Shape shape =
            attributes.Dimensions == 1
                ? [first, second, kernelSize.Width]
                : [first, second, kernelSize.Height, kernelSize.Width];
        var bound = 1 / Math.Sqrt(shape.ElementCount / first);
        var usual = Initializers.Uniform<T>(-bound, bound);
        Weight = AddParameter("weight", (weightInitializer ?? usual)(shape, random));
        if (hasBias)
        {
            Bias = AddParameter("bias", (biasInitializer ?? usual)([outputChannels], random));
        }
    }

    /// <summary>The kernels.</summary>
    public Parameter<T> Weight { get; }

    /// <summary>A number for each output channel, where there is one.</summary>
    public Parameter<T>? Bias { get; }

    /// <inheritdoc/>
    protected override string Attributes => attributes.ToString();

    /// <summary>Convolves.</summary>
    /// <param name="x">(N, C, L) or (N, C, H, W).</param>
    /// <returns>(N, O, L') or (N, O, H', W'), with the sizes that the op of the same name gives.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public override Variable<T> Forward(Variable<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return outputPadding is { } padding
            ? ConvTransposeOp<T>.Apply(attributes, padding, x, Weight, Bias?.Value)
            : ConvolutionOp<T>.Apply(attributes, x, Weight, Bias?.Value);
    }
}
