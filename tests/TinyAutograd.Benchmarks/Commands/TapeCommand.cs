using System.CommandLine;
using System.Numerics.Tensors;

namespace TinyAutograd.Benchmarks;

/// <summary><c>tape</c>: what recording and differentiating an entry costs over the kernels alone.</summary>
internal static class TapeCommand
{
    private const int ChainLength = 256;

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output) =>
        MeasuringCommand.Create(
            "tape",
            "Time and bytes of a tape entry, forward and backward, over the bare kernels.",
            output,
            Measure
        );

    private static int Measure(Measurement m, ParseResult parsed)
    {
        var share = new TrainingWork(TrainingConfig.Named("lab-tiny-b1"));
        var step = StepCommand.TimingOf(share, m.Length, out _, out _);
        foreach (var elements in new[] { 1, 16, 512 })
        {
            var chain = new Chain(elements);
            var onTape = Timing.Of(m.Length, chain.OnTape);
            var bare = Timing.Of(m.Length, chain.Bare);
            var perEntry = (onTape.Best - bare.Best) / ChainLength;
            m.Report.Line(
                "tape",
                ("elements", elements),
                ("entries", ChainLength),
                ("nanosecondsPerEntry", perEntry * 1e9),
                ("bareNanosecondsPerEntry", bare.Best / ChainLength * 1e9),
                ("bytesPerEntry", BytesOf(chain.OnTape) / ChainLength),
                ("shareOfTinyStep", perEntry * share.CountEntries() / step.Best)
            );
        }
        return 0;
    }

    private static double BytesOf(Action work)
    {
        const int times = 100;
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            work();
        }
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / times;
    }

    // A doubling, again and again: one kernel forward and one backward, both tiny.
    private sealed class Chain(int elements)
    {
        private readonly Variable<float> start = Variable.Full(Shape.Of(elements), 1f);
        private readonly float[][] values =
        [
            .. Enumerable.Range(0, ChainLength + 1).Select(_ => new float[elements]),
        ];
        private readonly float[][] gradients = [new float[elements], new float[elements]];

        public void OnTape()
        {
            using var tape = new Tape<float>();
            var x = start;
            for (var i = 0; i < ChainLength; i++)
            {
                x = ScaleOp.Instance.Apply(x);
            }
            Keep.Alive(tape.Gradient(x, of: start, upstream: start).AsSpan()[0]);
        }

        public void Bare()
        {
            start.AsSpan().CopyTo(values[0]);
            for (var i = 0; i < ChainLength; i++)
            {
                ScaleOp.Scale(values[i], values[i + 1]);
            }
            start.AsSpan().CopyTo(gradients[0]);
            for (var i = 0; i < ChainLength; i++)
            {
                ScaleOp.Scale(gradients[i % 2], gradients[(i + 1) % 2]);
            }
            Keep.Alive(gradients[0][0]);
        }
    }

    private sealed class ScaleOp : UnaryOp<float>
    {
        private const float Factor = 1.001f;

        public static readonly ScaleOp Instance = new();

        public override string Name => "scale";

        protected override bool HasBackwardKernel => true;

        public static void Scale(ReadOnlySpan<float> x, Span<float> y) =>
            TensorPrimitives.Multiply(x, Factor, y);

        public override void Forward(ReadOnlySpan<float> x, Span<float> y) => Scale(x, y);

        public override Variable<float> Backward(
            Variable<float> x,
            Variable<float> y,
            Variable<float> dy
        ) => dy * Factor;

        protected override void BackwardKernel(
            ReadOnlySpan<float> x,
            ReadOnlySpan<float> y,
            ReadOnlySpan<float> dy,
            Span<float> dx
        ) => Scale(dy, dx);
    }
}
