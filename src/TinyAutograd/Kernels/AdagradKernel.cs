using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Kernels;

/// <summary>The update of Adagrad.</summary>
internal static class AdagradKernel
{
    /// <summary>The numbers of one update.</summary>
    public readonly record struct Settings<T>(
        T LearningRate,
        T WeightDecay,
        T Epsilon,
        bool IsMaximizing
    );

    /// <summary>Updates the values <paramref name="p"/> and the sums of squares <paramref name="s"/>.</summary>
    public static void Update<T>(Span<T> p, ReadOnlySpan<T> g, Span<T> s, in Settings<T> settings)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(p.Length, g.Length, nameof(g));
        Check.SameLength(p.Length, s.Length, nameof(s));
        Span<T> room = stackalloc T[2 * UpdateChunk.Length];
        for (var start = 0; start < p.Length; start += UpdateChunk.Length)
        {
            var values = UpdateChunk.At(p, start);
            var sum = UpdateChunk.At(s, start);
            var d = room[..values.Length];
            var root = room.Slice(UpdateChunk.Length, values.Length);
            UpdateChunk.Direction(
                values,
                UpdateChunk.At(g, start),
                settings.WeightDecay,
                settings.IsMaximizing,
                d
            );
            TensorPrimitives.MultiplyAdd(d, d, sum, sum);
            TensorPrimitives.Sqrt(sum, root);
            TensorPrimitives.Add(root, settings.Epsilon, root);
            TensorPrimitives.Divide(d, root, d);
            TensorPrimitives.MultiplyAdd(d, -settings.LearningRate, values, values);
        }
    }
}
