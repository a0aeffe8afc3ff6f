using System.Numerics;

namespace TinyAutograd.Docs.Code;

#region StripeReader
/// <summary>A convolution, its means over the image, and a linear layer: (N, 1, H, W) → (N, 2).</summary>
public sealed class StripeReader<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T> kernels; // (4, 1, 3, 3)
    private readonly Linear<T> classes;

    public StripeReader(RandomGenerator random)
    {
        kernels = AddParameter(
            "kernels",
            Variable.Normal<T>([4, 1, 3, 3], random) * T.CreateChecked(0.3)
        );
        classes = AddModule("classes", new Linear<T>(4, 2, random));
    }

    public override Variable<T> Forward(Variable<T> x)
    {
        var features = x.Conv2d(kernels.Value, padding: 1).Relu(); // (N, 4, H, W)
        return classes.Forward(features.GlobalAvgPool2d()); // (N, 2)
    }
}
#endregion
