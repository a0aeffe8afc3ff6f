using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>The update of Adam, AdamW and AMSGrad.</summary>
internal static class AdaptiveMomentKernel
{
    /// <summary>The numbers of one update: <c>StepSize = lr / (1 − β₁ᵏ)</c>, <c>InverseRoot = 1 / √(1 − β₂ᵏ)</c>, <c>Shares = 1 − β</c>;
    /// <c>Shrink</c> multiplies the values first.</summary>
    public readonly record struct Settings<T>(
        T StepSize,
        T Shrink,
        T WeightDecay,
        T Beta1,
        T Beta2,
        T Share1,
        T Share2,
        T InverseRoot,
        T Epsilon,
        bool IsMaximizing
    );

    /// <summary>Updates the values <paramref name="p"/>, the means <paramref name="m"/> and <paramref name="v"/>, and the largest v so far,
    /// <paramref name="largest"/>, which is empty where it is not used.</summary>
    public static void Update<T>(
        Span<T> p,
        ReadOnlySpan<T> g,
        Span<T> m,
        Span<T> v,
        Span<T> largest,
        in Settings<T> settings
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(p.Length, g.Length, nameof(g));
        Check.SameLength(p.Length, m.Length, nameof(m));
        Check.SameLength(p.Length, v.Length, nameof(v));
        Span<T> room = stackalloc T[2 * UpdateChunk.Length];
        for (var start = 0; start < p.Length; start += UpdateChunk.Length)
        {
            var values = UpdateChunk.At(p, start);
            var mean = UpdateChunk.At(m, start);
            var square = UpdateChunk.At(v, start);
            var d = room[..values.Length];
            var scratch = room.Slice(UpdateChunk.Length, values.Length);
            if (settings.Shrink != T.One)
            {
                TensorPrimitives.Multiply(values, settings.Shrink, values);
            }
            UpdateChunk.Direction(
                values,
                UpdateChunk.At(g, start),
                settings.WeightDecay,
                settings.IsMaximizing,
                d
            );
            UpdateChunk.Average(mean, settings.Beta1, d, settings.Share1, scratch);
            TensorPrimitives.Multiply(d, d, d);
            UpdateChunk.Average(square, settings.Beta2, d, settings.Share2, d);
            var divisor = UpdateChunk.At(largest, start);
            if (divisor.IsEmpty)
            {
                divisor = square;
            }
            else
            {
                TensorPrimitives.Max(divisor, square, divisor);
            }
            TensorPrimitives.Sqrt(divisor, d);
            TensorPrimitives.Multiply(d, settings.InverseRoot, d);
            TensorPrimitives.Add(d, settings.Epsilon, d);
            TensorPrimitives.Divide(mean, d, d);
            TensorPrimitives.MultiplyAdd(d, -settings.StepSize, values, values);
        }
    }
}
