using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>
/// The product of one row with a matrix that is too large for the caches: B is read in the order in which it lies in memory. Each
/// piece multiplies a block of B's rows into sums of its own, and the sums of the blocks are then added in their order.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
internal static unsafe class GemmRowBlocks<T, TV>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
{
    private const int MostBlocks = 16; // enough for as many threads, and few sums to add
    private const int ColumnsOfPiece = 4096; // their sums stay in the first cache
    private const int ColumnsOfJoint = 512;

    /// <summary>Computes a product with one row, whose terms lie side by side, as the elements of B's rows do.</summary>
    /// <param name="product">The product.</param>
    public static void Multiply(in GemmProduct<T> product)
    {
        var rows = (product.K + MostBlocks - 1) / MostBlocks;
        var job = new Job
        {
            Product = product,
            RowsOfBlock = rows,
            Blocks = (product.K + rows - 1) / rows,
            Pitch = ((nint)product.N + 15) & -16, // two blocks never write to the same cache line
        };
        job.Sums = Scratch.Get<T>(Scratch.Slot.B, job.Blocks * job.Pitch);
        var adding = new Adding { Job = job };
        WorkerPool.Run(ref adding, job.Blocks * job.Strips, product.Work / TV.Count);
        var joining = new Joining { Job = job };
        WorkerPool.Run(
            ref joining,
            (product.N + ColumnsOfJoint - 1) / ColumnsOfJoint,
            (double)job.Blocks * product.N / TV.Count
        );
    }

    private struct Job
    {
        public GemmProduct<T> Product;
        public T* Sums;
        public nint Pitch;
        public int RowsOfBlock,
            Blocks;

        public readonly int Strips => (Product.N + ColumnsOfPiece - 1) / ColumnsOfPiece;
    }

    private struct Adding : IPieces
    {
        public Job Job;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run(int piece)
        {
            var (block, strip) = Math.DivRem(piece, Job.Strips);
            var column = strip * ColumnsOfPiece;
            var columns = Math.Min(ColumnsOfPiece, Job.Product.N - column);
            var sums = Job.Sums + block * Job.Pitch + column;
            var row = block * Job.RowsOfBlock;
            var end = Math.Min(row + Job.RowsOfBlock, Job.Product.K);
            new Span<T>(sums, columns).Clear();
            for (; row < end; row++)
            {
                AddRow(sums, row, column, columns);
            }
        }

        // One stream: several rows at once would be several, which reading ahead follows less well.
        [MethodImpl(JitHints.Kernel)]
        private readonly void AddRow(T* sums, int row, int column, int columns)
        {
            var x = TV.Broadcast(Job.Product.A[row]);
            var b = Job.Product.B + row * Job.Product.StepB + column;
            var n = TV.Count;
            var j = 0;
            for (; j + 4 * n <= columns; j += 4 * n)
            {
                var (s0, s1) = (TV.Load(sums + j), TV.Load(sums + j + n));
                var (s2, s3) = (TV.Load(sums + j + 2 * n), TV.Load(sums + j + 3 * n));
                TV.Store(sums + j, TV.MultiplyAdd(x, TV.Load(b + j), s0));
                TV.Store(sums + j + n, TV.MultiplyAdd(x, TV.Load(b + j + n), s1));
                TV.Store(sums + j + 2 * n, TV.MultiplyAdd(x, TV.Load(b + j + 2 * n), s2));
                TV.Store(sums + j + 3 * n, TV.MultiplyAdd(x, TV.Load(b + j + 3 * n), s3));
            }
            var edge = new RowEdge<T, TV>(columns);
            for (; j < columns; j += n)
            {
                edge.Store(sums, j, TV.MultiplyAdd(x, edge.Load(b, j), edge.Load(sums, j)));
            }
        }
    }

    private struct Joining : IPieces
    {
        public Job Job;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run(int piece)
        {
            var column = piece * ColumnsOfJoint;
            var columns = Math.Min(ColumnsOfJoint, Job.Product.N - column);
            var sums = Job.Sums + column;
            var c = Job.Product.C + column;
            var edge = new RowEdge<T, TV>(columns);
            for (var j = 0; j < columns; j += TV.Count)
            {
                var sum = edge.Load(sums, j);
                for (var block = 1; block < Job.Blocks; block++)
                {
                    sum += edge.Load(sums + block * Job.Pitch, j);
                }
                sum = Job.Product.Accumulates ? edge.Load(c, j) + sum : sum;
                edge.Store(
                    c,
                    j,
                    Job.Product.Bias == null ? sum : sum + edge.Load(Job.Product.Bias + column, j)
                );
            }
        }
    }
}
