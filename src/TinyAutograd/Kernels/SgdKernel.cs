using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>The update of stochastic gradient descent.</summary>
internal static class SgdKernel
{
    /// <summary>The numbers of one update; <c>Share</c> is the share of d that enters the momentum.</summary>
    public readonly record struct Settings<T>(
        T LearningRate,
        T WeightDecay,
        T Momentum,
        T Share,
        bool IsNesterov,
        bool IsMaximizing
    );

    /// <summary>Updates <paramref name="p"/> and the momentum <paramref name="b"/>, which is empty where there is none.</summary>
    public static void Update<T>(Span<T> p, ReadOnlySpan<T> g, Span<T> b, in Settings<T> settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(p.Length, g.Length, nameof(g));
        Span<T> room = stackalloc T[2 * UpdateChunk.Length];
        for (var start = 0; start < p.Length; start += UpdateChunk.Length)
        {
            var values = UpdateChunk.At(p, start);
            var momentum = UpdateChunk.At(b, start);
            var d = room[..values.Length];
            var scratch = room.Slice(UpdateChunk.Length, values.Length);
            UpdateChunk.Direction(
                values,
                UpdateChunk.At(g, start),
                settings.WeightDecay,
                settings.IsMaximizing,
                d
            );
            if (!momentum.IsEmpty)
            {
                UpdateChunk.Average(momentum, settings.Momentum, d, settings.Share, scratch);
                if (settings.IsNesterov)
                {
                    TensorPrimitives.MultiplyAdd(momentum, settings.Momentum, d, d);
                }
                else
                {
                    momentum.CopyTo(d);
                }
            }
            TensorPrimitives.MultiplyAdd(d, -settings.LearningRate, values, values);
        }
    }
}
