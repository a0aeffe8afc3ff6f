using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance.Buffers;

namespace TinyAutograd.Kernels;

/// <content>One query, as when tokens are generated one by one: keys and values are read once, in order, and nothing is transposed.</content>
internal static unsafe partial class AttentionKernel
{
    private partial struct ForwardUnits<T>
    {
        private readonly void OneQuery<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var s = Shape;
            var isKept = P != null;
            using var scratch = SpanOwner<T>.Allocate(isKept ? 0 : s.Keys);
            fixed (T* row = scratch.Span)
            {
                for (var unit = first; unit < first + count; unit++)
                {
                    var p = isKept ? P + unit * (nint)s.MatrixLength : row;
                    Scores<TV>(unit, p);
                    var scores = new Span<T>(p, s.Keys);
                    SoftmaxKernel.Softmax(scores, scores, 1, s.Keys);
                    Mix<TV>(unit, p);
                }
            }
        }

        // Two keys at once, as one sum alone would wait for each multiplication to finish.
        [MethodImpl(JitHints.Kernel)]
        private readonly void Scores<TV>(int unit, T* scores)
            where TV : unmanaged, ILanes<TV, T>
        {
            var s = Shape;
            var q = Q + s.Query.StartOf(unit, s.Heads);
            var k = K + s.Key.StartOf(unit, s.Heads);
            var edge = new RowEdge<T, TV>(s.Size);
            for (var j = 0; j < s.Keys; j += 2)
            {
                var next = j + 1 < s.Keys ? k + s.Key.Row : k;
                TV sum = default,
                    sumOfNext = default;
                for (var d = 0; d < s.Size; d += TV.Count)
                {
                    var x = edge.Load(q, d);
                    sum = TV.MultiplyAdd(x, edge.Load(k, d), sum);
                    sumOfNext = TV.MultiplyAdd(x, edge.Load(next, d), sumOfNext);
                }
                scores[j] = TV.Sum(sum) * Scale;
                if (j + 1 < s.Keys)
                {
                    scores[j + 1] = TV.Sum(sumOfNext) * Scale;
                }
                k += 2 * (nint)s.Key.Row;
            }
        }

        // Four vectors of the result stay in registers while all values go by.
        [MethodImpl(JitHints.Kernel)]
        private readonly void Mix<TV>(int unit, T* p)
            where TV : unmanaged, ILanes<TV, T>
        {
            var s = Shape;
            var y = Y + s.Result.StartOf(unit, s.Heads);
            var n = TV.Count;
            var d = 0;
            for (; d + 4 * n <= s.ValueSize; d += 4 * n)
            {
                var v = V + s.Value.StartOf(unit, s.Heads) + d;
                TV y0 = default,
                    y1 = default,
                    y2 = default,
                    y3 = default;
                for (var j = 0; j < s.Keys; j++, v += s.Value.Row)
                {
                    var share = TV.Broadcast(p[j]);
                    y0 = TV.MultiplyAdd(share, TV.Load(v), y0);
                    y1 = TV.MultiplyAdd(share, TV.Load(v + n), y1);
                    y2 = TV.MultiplyAdd(share, TV.Load(v + 2 * n), y2);
                    y3 = TV.MultiplyAdd(share, TV.Load(v + 3 * n), y3);
                }
                TV.Store(y + d, y0);
                TV.Store(y + d + n, y1);
                TV.Store(y + d + 2 * n, y2);
                TV.Store(y + d + 3 * n, y3);
            }
            var edge = new RowEdge<T, TV>(s.ValueSize);
            for (; d < s.ValueSize; d += n)
            {
                var v = V + s.Value.StartOf(unit, s.Heads);
                TV sum = default;
                for (var j = 0; j < s.Keys; j++, v += s.Value.Row)
                {
                    sum = TV.MultiplyAdd(TV.Broadcast(p[j]), edge.Load(v, d), sum);
                }
                edge.Store(y, d, sum);
            }
        }
    }
}
