using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>The update of RMSprop.</summary>
internal static class RmsPropKernel
{
    /// <summary>The numbers of one update; <c>Share = 1 − α</c>.</summary>
    public readonly record struct Settings<T>(
        T LearningRate,
        T WeightDecay,
        T Alpha,
        T Share,
        T Momentum,
        T Epsilon,
        bool IsMaximizing
    );

    /// <summary>Updates the values <paramref name="p"/>, the mean square <paramref name="v"/>, the momentum <paramref name="b"/> and the mean
    /// gradient <paramref name="mean"/>; the last two are empty where they are not used.</summary>
    public static void Update<T>(
        Span<T> p,
        ReadOnlySpan<T> g,
        Span<T> v,
        Span<T> b,
        Span<T> mean,
        in Settings<T> settings
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(p.Length, g.Length, nameof(g));
        Check.SameLength(p.Length, v.Length, nameof(v));
        Span<T> room = stackalloc T[2 * UpdateChunk.Length];
        for (var start = 0; start < p.Length; start += UpdateChunk.Length)
        {
            var values = UpdateChunk.At(p, start);
            var square = UpdateChunk.At(v, start);
            var momentum = UpdateChunk.At(b, start);
            var center = UpdateChunk.At(mean, start);
            var d = room[..values.Length];
            var scratch = room.Slice(UpdateChunk.Length, values.Length);
            UpdateChunk.Direction(
                values,
                UpdateChunk.At(g, start),
                settings.WeightDecay,
                settings.IsMaximizing,
                d
            );
            TensorPrimitives.Multiply(d, d, scratch);
            UpdateChunk.Average(square, settings.Alpha, scratch, settings.Share, scratch);
            if (center.IsEmpty)
            {
                TensorPrimitives.Sqrt(square, scratch);
            }
            else
            {
                UpdateChunk.Average(center, settings.Alpha, d, settings.Share, scratch);
                TensorPrimitives.Multiply(center, center, scratch);
                TensorPrimitives.Subtract(square, scratch, scratch);
                // A variance; rounding can take it below 0 where the gradient hardly changes.
                TensorPrimitives.Max(scratch, T.Zero, scratch);
                TensorPrimitives.Sqrt(scratch, scratch);
            }
            TensorPrimitives.Add(scratch, settings.Epsilon, scratch);
            TensorPrimitives.Divide(d, scratch, d);
            if (!momentum.IsEmpty)
            {
                TensorPrimitives.MultiplyAdd(momentum, settings.Momentum, d, momentum);
                momentum.CopyTo(d);
            }
            TensorPrimitives.MultiplyAdd(d, -settings.LearningRate, values, values);
        }
    }
}
