using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>Decides how a batch of products is split: over the products, or within each.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
/// <typeparam name="TRows">Rows of a tile.</typeparam>
internal static class GemmBatch<T, TV, TRows>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
    where TRows : IConstant
{
    // From here on a product has enough pieces of its own.
    private const double LargeProduct = 4e6;

    // So long that claiming a piece costs nothing beside it.
    private const double NanosecondsOfPiece = 3000;

    // What a product costs beside its multiplications.
    private const double NanosecondsOfCall = 100;

    /// <summary>Computes all products.</summary>
    /// <param name="shape">The checked shape.</param>
    /// <param name="first">The first product.</param>
    public static void Multiply(in GemmShape shape, GemmProduct<T> first)
    {
        long batches = shape.Batches;
        if (IsOneTallProduct(shape, batches))
        {
            first.M *= shape.Batches;
            batches = 1;
        }
        if (batches == 1 || first.Work >= LargeProduct)
        {
            for (var i = 0L; i < batches; i++)
            {
                GemmBlocks<T, TV, TRows>.Multiply(first.At(shape, i));
            }
            return;
        }
        var nanoseconds = GemmBlocks<T, TV, TRows>.Nanoseconds(first) + NanosecondsOfCall;
        var group = (int)Math.Clamp(NanosecondsOfPiece / nanoseconds, 1, batches);
        var job = new Job
        {
            Shape = shape,
            First = first,
            Group = group,
        };
        WorkerPool.Run(ref job, (int)((batches + group - 1) / group), nanoseconds * batches);
    }

    // A common B under rows of A and C that follow each other: the batch is one product with more rows.
    private static bool IsOneTallProduct(in GemmShape s, long batches) =>
        batches > 1
        && s.BatchB == 0
        && !s.TransposeA
        && s.BatchA == (long)s.M * s.RowA
        && s.BatchC == (long)s.M * s.RowC
        && s.M * batches <= int.MaxValue;

    private struct Job : IPieces
    {
        public GemmShape Shape;
        public GemmProduct<T> First;
        public int Group;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run(int piece)
        {
            var last = Math.Min((piece + 1L) * Group, Shape.Batches);
            for (var i = (long)piece * Group; i < last; i++)
            {
                GemmBlocks<T, TV, TRows>.Multiply(First.At(Shape, i));
            }
        }
    }
}
