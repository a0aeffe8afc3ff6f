using System.Numerics;
using System.Runtime.CompilerServices;

namespace TinyAutograd.Kernels;

/// <content>The loops over the planes of a group.</content>
internal static unsafe partial class ChannelNormKernel
{
    private struct ForwardGroups<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ChannelNormShape Shape;
        public T Epsilon;
        public T* X,
            Weight,
            Bias,
            Y,
            Mean,
            Scale;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var size = T.CreateTruncating(Shape.GroupLength);
            for (var group = first; group < first + count; group++)
            {
                var mean = Sums<TV>(group, T.Zero).Sum / size;
                var (sum, sumOfSquares) = Sums<TV>(group, mean);
                // The differences should sum to zero. What they do sum to is the rounding error of the mean.
                var left = sum / size;
                var variance = T.Max(sumOfSquares / size - left * left, T.Zero);
                Scale[group] = T.One / T.Sqrt(variance + Epsilon);
                Mean[group] = mean + left;
                Normalize<TV>(group, mean, left);
            }
        }

        // Of the differences to the centre, and of their squares.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly (T Sum, T SumOfSquares) Sums<TV>(int group, T center)
            where TV : unmanaged, ILanes<TV, T>
        {
            var edge = new RowEdge<T, TV>(Shape.PlaneLength);
            var mean = TV.Broadcast(center);
            var (sum, squares) = (TV.Broadcast(T.Zero), TV.Broadcast(T.Zero));
            for (var plane = 0; plane < Shape.PlanesOfGroup; plane++)
            {
                var x = X + Shape.PlaneOf(group, plane) * (nint)Shape.PlaneLength;
                for (var i = 0; i < Shape.PlaneLength; i += TV.Count)
                {
                    var d = edge.Within(edge.Load(x, i) - mean, i);
                    sum += d;
                    squares = TV.MultiplyAdd(d, d, squares);
                }
            }
            return (TV.Sum(sum), TV.Sum(squares));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Normalize<TV>(int group, T mean, T left)
            where TV : unmanaged, ILanes<TV, T>
        {
            var edge = new RowEdge<T, TV>(Shape.PlaneLength);
            var (center, rest) = (TV.Broadcast(mean), TV.Broadcast(left));
            for (var plane = 0; plane < Shape.PlanesOfGroup; plane++)
            {
                var at = Shape.PlaneOf(group, plane);
                var channel = at % Shape.Channels;
                var weight = Weight == null ? T.One : Weight[channel];
                var factor = TV.Broadcast(Scale[group] * weight);
                var bias = TV.Broadcast(Bias == null ? T.Zero : Bias[channel]);
                var start = at * (nint)Shape.PlaneLength;
                for (var i = 0; i < Shape.PlaneLength; i += TV.Count)
                {
                    var d = edge.Load(X + start, i) - center - rest;
                    edge.Store(Y + start, i, TV.MultiplyAdd(d, factor, bias));
                }
            }
        }
    }

    private struct BackwardGroups<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ChannelNormShape Shape;
        public T* X,
            Weight,
            Mean,
            Scale,
            Dy,
            Dx,
            Sums,
            Dots;

        [MethodImpl(JitHints.Kernel)]
        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            for (var group = first; group < first + count; group++)
            {
                var (sum, dot) = (T.Zero, T.Zero);
                for (var plane = 0; plane < Shape.PlanesOfGroup; plane++)
                {
                    var at = Shape.PlaneOf(group, plane);
                    (Sums[at], Dots[at]) = SumsOf<TV>(group, at);
                    sum += Sums[at] * WeightOf(at);
                    dot += Dots[at] * WeightOf(at);
                }
                var size = T.CreateTruncating(Shape.GroupLength);
                for (var plane = 0; plane < Shape.PlanesOfGroup && Dx != null; plane++)
                {
                    Plane<TV>(group, Shape.PlaneOf(group, plane), sum / size, dot / size);
                }
            }
        }

        private readonly T WeightOf(int plane) =>
            Weight == null ? T.One : Weight[plane % Shape.Channels];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly (T Sum, T Dot) SumsOf<TV>(int group, int plane)
            where TV : unmanaged, ILanes<TV, T>
        {
            var edge = new RowEdge<T, TV>(Shape.PlaneLength);
            var at = plane * (nint)Shape.PlaneLength;
            var (center, factor) = (TV.Broadcast(Mean[group]), TV.Broadcast(Scale[group]));
            var (sum, dot) = (TV.Broadcast(T.Zero), TV.Broadcast(T.Zero));
            for (var i = 0; i < Shape.PlaneLength; i += TV.Count)
            {
                // Behind the plane's end dy is zero, whatever n is there.
                var d = edge.Load(Dy + at, i);
                sum += d;
                dot = TV.MultiplyAdd(d, (edge.Load(X + at, i) - center) * factor, dot);
            }
            return (TV.Sum(sum), TV.Sum(dot));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Plane<TV>(int group, int plane, T meanOfG, T meanOfDot)
            where TV : unmanaged, ILanes<TV, T>
        {
            var edge = new RowEdge<T, TV>(Shape.PlaneLength);
            var at = plane * (nint)Shape.PlaneLength;
            var (center, factor) = (TV.Broadcast(Mean[group]), TV.Broadcast(Scale[group]));
            var (weight, mean, dot) = (
                TV.Broadcast(WeightOf(plane)),
                TV.Broadcast(meanOfG),
                TV.Broadcast(meanOfDot)
            );
            for (var i = 0; i < Shape.PlaneLength; i += TV.Count)
            {
                var n = (edge.Load(X + at, i) - center) * factor;
                edge.Store(Dx + at, i, (edge.Load(Dy + at, i) * weight - mean - n * dot) * factor);
            }
        }
    }
}
