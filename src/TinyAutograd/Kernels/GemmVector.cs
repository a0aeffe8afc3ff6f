using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <summary>
/// The product of one row with a matrix. Every element of B is read once and used once, so reading is all that counts: B is never
/// packed, and what fits into no cache is read in the order in which it lies in memory.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="TV">The vector.</typeparam>
internal static unsafe class GemmVector<T, TV>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TV : unmanaged, ILanes<TV, T>
{
    private const int VectorsAtOnce = 8;
    private const int CachedElements = 65536;
    private const int LongDot = 512;

    // Longer rows have enough pieces side by side, and sums of their own for blocks of rows would take too much memory.
    private const int LongestSums = 1 << 22;

    /// <summary>Computes a product with one row, or with one column where C lies in one piece.</summary>
    /// <param name="product">The product.</param>
    /// <returns>False if the product is not of this form, and nothing was done.</returns>
    public static bool TryMultiply(in GemmProduct<T> product)
    {
        if (product.M == 1)
        {
            Multiply(product);
            return true;
        }
        if (product.N == 1 && product.RowC == 1 && product.Bias == null)
        {
            Multiply(Swapped(product));
            return true;
        }
        return false;
    }

    // Cᵀ = op(B)ᵀ·op(A)ᵀ.
    private static GemmProduct<T> Swapped(in GemmProduct<T> p) =>
        p with
        {
            A = p.B,
            B = p.A,
            M = 1,
            N = p.M,
            StepA = p.StepB,
            StepB = p.StepA,
            ColumnB = p.RowA,
        };

    private static void Multiply(in GemmProduct<T> product)
    {
        var job = new Job { Product = product };
        if (product.StepA != 1)
        {
            job.GatherRow();
        }
        if (
            product.ColumnB == 1
            && (long)product.K * product.N > CachedElements
            && product.N <= LongestSums
        )
        {
            GemmRowBlocks<T, TV>.Multiply(job.Product);
            return;
        }
        // That many elements of B in a piece, in whole strips.
        var strip = VectorsAtOnce * TV.Count;
        var strips = Math.Max(1, CachedElements / (strip * Math.Max(product.K, 1)));
        job.ColumnsOfPiece = strips * strip;
        var pieces = (product.N + job.ColumnsOfPiece - 1) / job.ColumnsOfPiece;
        WorkerPool.Run(ref job, pieces, product.Work / TV.Count);
    }

    private struct Job : IPieces
    {
        public GemmProduct<T> Product;
        public int ColumnsOfPiece;

        public void GatherRow()
        {
            var row = Scratch.Get<T>(Scratch.Slot.A, Product.K);
            for (var p = 0; p < Product.K; p++)
            {
                row[p] = Product.A[p * Product.StepA];
            }
            Product.A = row;
        }

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run(int piece)
        {
            var column = piece * ColumnsOfPiece;
            var end = Math.Min(column + ColumnsOfPiece, Product.N);
            if (Product.ColumnB != 1)
            {
                Dots(column, end);
                return;
            }
            for (; column + VectorsAtOnce * TV.Count <= end; column += VectorsAtOnce * TV.Count)
            {
                Strip(column);
            }
            for (; column < end; column += TV.Count)
            {
                OneVector(column, Math.Min(TV.Count, end - column));
            }
        }

        // Row-major B: eight vectors of sums, to which every row of B adds.
        [MethodImpl(JitHints.Kernel)]
        private readonly void Strip(int column)
        {
            var n = TV.Count;
            var (step, terms) = (Product.StepB, Product.K);
            var a = Product.A;
            var b = Product.B + column;
            TV s0 = default,
                s1 = default,
                s2 = default,
                s3 = default,
                s4 = default,
                s5 = default,
                s6 = default,
                s7 = default;
            for (var p = 0; p < terms; p++, b += step)
            {
                var x = TV.Broadcast(a[p]);
                s0 = TV.MultiplyAdd(x, TV.Load(b), s0);
                s1 = TV.MultiplyAdd(x, TV.Load(b + n), s1);
                s2 = TV.MultiplyAdd(x, TV.Load(b + 2 * n), s2);
                s3 = TV.MultiplyAdd(x, TV.Load(b + 3 * n), s3);
                s4 = TV.MultiplyAdd(x, TV.Load(b + 4 * n), s4);
                s5 = TV.MultiplyAdd(x, TV.Load(b + 5 * n), s5);
                s6 = TV.MultiplyAdd(x, TV.Load(b + 6 * n), s6);
                s7 = TV.MultiplyAdd(x, TV.Load(b + 7 * n), s7);
            }
            Write(column, s0);
            Write(column + n, s1);
            Write(column + 2 * n, s2);
            Write(column + 3 * n, s3);
            Write(column + 4 * n, s4);
            Write(column + 5 * n, s5);
            Write(column + 6 * n, s6);
            Write(column + 7 * n, s7);
        }

        // Four sums in turn, as one alone would wait for each multiplication to finish.
        [MethodImpl(JitHints.Kernel)]
        private readonly void OneVector(int column, int count)
        {
            var mask = TV.FirstMask(count);
            var (step, terms) = (Product.StepB, Product.K);
            var a = Product.A;
            var b = Product.B + column;
            TV s0 = default,
                s1 = default,
                s2 = default,
                s3 = default;
            var p = 0;
            for (; p + 4 <= terms; p += 4, b += 4 * step)
            {
                s0 = TV.MultiplyAdd(TV.Broadcast(a[p]), TV.LoadFirst(b, count, mask), s0);
                s1 = TV.MultiplyAdd(
                    TV.Broadcast(a[p + 1]),
                    TV.LoadFirst(b + step, count, mask),
                    s1
                );
                s2 = TV.MultiplyAdd(
                    TV.Broadcast(a[p + 2]),
                    TV.LoadFirst(b + 2 * step, count, mask),
                    s2
                );
                s3 = TV.MultiplyAdd(
                    TV.Broadcast(a[p + 3]),
                    TV.LoadFirst(b + 3 * step, count, mask),
                    s3
                );
            }
            for (; p < terms; p++, b += step)
            {
                s0 = TV.MultiplyAdd(TV.Broadcast(a[p]), TV.LoadFirst(b, count, mask), s0);
            }
            var sum = s0 + s1 + (s2 + s3);
            for (var i = 0; i < count; i++)
            {
                Write(column + i, ((T*)&sum)[i]);
            }
        }

        // One stream of reading is the fastest, but short columns would spend their time on adding up a vector.
        private readonly void Dots(int column, int end)
        {
            if (Product.K >= LongDot)
            {
                for (; column < end; column++)
                {
                    OneDot(column);
                }
            }
            for (; column < end; column += 4)
            {
                FourDots(column, Math.Min(4, end - column));
            }
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void OneDot(int column)
        {
            var n = TV.Count;
            var terms = Product.K;
            var a = Product.A;
            var b = Product.B + column * Product.ColumnB;
            TV s0 = default,
                s1 = default,
                s2 = default,
                s3 = default;
            var p = 0;
            for (; p + 4 * n <= terms; p += 4 * n)
            {
                s0 = TV.MultiplyAdd(TV.Load(a + p), TV.Load(b + p), s0);
                s1 = TV.MultiplyAdd(TV.Load(a + p + n), TV.Load(b + p + n), s1);
                s2 = TV.MultiplyAdd(TV.Load(a + p + 2 * n), TV.Load(b + p + 2 * n), s2);
                s3 = TV.MultiplyAdd(TV.Load(a + p + 3 * n), TV.Load(b + p + 3 * n), s3);
            }
            var edge = new RowEdge<T, TV>(terms);
            for (; p < terms; p += n)
            {
                s0 = TV.MultiplyAdd(edge.Load(a, p), edge.Load(b, p), s0);
            }
            Write(column, TV.Sum(s0 + s1 + (s2 + s3)));
        }

        // Transposed B: four columns, stored as rows, are multiplied with the same row at once.
        [MethodImpl(JitHints.Kernel)]
        private readonly void FourDots(int column, int columns)
        {
            var n = TV.Count;
            var (row, terms) = (Product.ColumnB, Product.K);
            var a = Product.A;
            var b0 = Product.B + column * row;
            var b1 = columns > 1 ? b0 + row : b0;
            var b2 = columns > 2 ? b1 + row : b1;
            var b3 = columns > 3 ? b2 + row : b2;
            TV s0 = default,
                s1 = default,
                s2 = default,
                s3 = default;
            var p = 0;
            for (; p + n <= terms; p += n)
            {
                var x = TV.Load(a + p);
                s0 = TV.MultiplyAdd(x, TV.Load(b0 + p), s0);
                s1 = TV.MultiplyAdd(x, TV.Load(b1 + p), s1);
                s2 = TV.MultiplyAdd(x, TV.Load(b2 + p), s2);
                s3 = TV.MultiplyAdd(x, TV.Load(b3 + p), s3);
            }
            if (p < terms)
            {
                var rest = terms - p;
                var mask = TV.FirstMask(rest);
                var x = TV.LoadFirst(a + p, rest, mask);
                s0 = TV.MultiplyAdd(x, TV.LoadFirst(b0 + p, rest, mask), s0);
                s1 = TV.MultiplyAdd(x, TV.LoadFirst(b1 + p, rest, mask), s1);
                s2 = TV.MultiplyAdd(x, TV.LoadFirst(b2 + p, rest, mask), s2);
                s3 = TV.MultiplyAdd(x, TV.LoadFirst(b3 + p, rest, mask), s3);
            }
            Write(column, TV.Sum(s0));
            if (columns > 1)
            {
                Write(column + 1, TV.Sum(s1));
            }
            if (columns > 2)
            {
                Write(column + 2, TV.Sum(s2));
            }
            if (columns > 3)
            {
                Write(column + 3, TV.Sum(s3));
            }
        }

        private readonly void Write(int column, TV sum)
        {
            var c = Product.C + column;
            sum = Product.Accumulates ? TV.Load(c) + sum : sum;
            TV.Store(c, Product.Bias == null ? sum : sum + TV.Load(Product.Bias + column));
        }

        private readonly void Write(int column, T sum)
        {
            var c = Product.C + column;
            sum = Product.Accumulates ? *c + sum : sum;
            *c = Product.Bias == null ? sum : sum + Product.Bias[column];
        }
    }
}
