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
    private const int RowsAtOnce = 4;
    private const int ColumnsOfPiece = 4096; // their sums stay in the first cache
    private const int ColumnsOfJoint = 512;

    /// <summary>Computes a product with one row, whose terms lie side by side, as the elements of B's rows do.</summary>
    /// <param name="product">The product.</param>
    public static void Multiply(in GemmProduct<T> product)
    {
        var rows = (product.K + MostBlocks - 1) / MostBlocks;
        rows = (rows + RowsAtOnce - 1) / RowsAtOnce * RowsAtOnce;
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
            for (; row + RowsAtOnce <= end; row += RowsAtOnce)
            {
                FourRows(sums, row, column, columns);
            }
            for (; row < end; row++)
            {
                OneRow(sums, row, column, columns);
            }
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void FourRows(T* sums, int row, int column, int columns)
        {
            var a = Job.Product.A + row;
            var (x0, x1, x2, x3) = (
                TV.Broadcast(a[0]),
                TV.Broadcast(a[1]),
                TV.Broadcast(a[2]),
                TV.Broadcast(a[3])
            );
            var step = Job.Product.StepB;
            var b0 = Job.Product.B + row * step + column;
            var b1 = b0 + step;
            var b2 = b1 + step;
            var b3 = b2 + step;
            var edge = new RowEdge<T, TV>(columns);
            for (var j = 0; j < columns; j += TV.Count)
            {
                var sum = TV.MultiplyAdd(x0, edge.Load(b0, j), edge.Load(sums, j));
                sum = TV.MultiplyAdd(x1, edge.Load(b1, j), sum);
                sum = TV.MultiplyAdd(x2, edge.Load(b2, j), sum);
                edge.Store(sums, j, TV.MultiplyAdd(x3, edge.Load(b3, j), sum));
            }
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void OneRow(T* sums, int row, int column, int columns)
        {
            var x = TV.Broadcast(Job.Product.A[row]);
            var b = Job.Product.B + row * Job.Product.StepB + column;
            var edge = new RowEdge<T, TV>(columns);
            for (var j = 0; j < columns; j += TV.Count)
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
