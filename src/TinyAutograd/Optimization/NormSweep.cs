using System.Numerics;
using CommunityToolkit.HighPerformance.Buffers;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>One pass over all gradients for their norm: a number for each piece, to be joined in the order of the pieces.</summary>
internal static class NormSweep
{
    private const double NanosecondsPerElement = 0.2;

    /// <summary>The sums of powers of the pieces, <c>Σ |g·scale|ᵖ</c>, or their largest magnitudes where the power is infinite.</summary>
    /// <param name="gradients">Any number of gradients.</param>
    /// <param name="power">p, above 0.</param>
    /// <param name="scale">The factor of every element where the power is finite.</param>
    /// <returns>One number for each piece, in order; to be disposed.</returns>
    public static SpanOwner<double> Run<T>(Gradients<T> gradients, double power, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var lengths = SpanOwner<int>.Allocate(gradients.Count);
        for (var i = 0; i < gradients.Count; i++)
        {
            gradients[i].ThrowIfEnded();
            lengths.Span[i] = gradients[i].Length;
        }
        var parts = SpanOwner<double>.Allocate(Sweep.PieceCount(lengths.Span));
        var work = new Pieces<T>
        {
            Gradients = gradients,
            Parts = parts.Span,
            Power = power,
            Scale = scale,
        };
        Sweep.Run(work, lengths.Span, NanosecondsPerElement);
        return parts;
    }

    private ref struct Pieces<T> : ISweep
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Gradients<T> Gradients;
        public Span<double> Parts;
        public double Power;
        public double Scale;

        public readonly void Run(int piece, int tensor, int start, int length)
        {
            var elements = Gradients[tensor].AsSpan().Slice(start, length);
            Parts[piece] = double.IsPositiveInfinity(Power)
                ? VectorNorm.Largest(elements)
                : VectorNorm.PowerSum(elements, Power, Scale);
        }
    }
}
