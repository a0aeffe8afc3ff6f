using System.Runtime.InteropServices;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Ops;

/// <summary>Ops with one fault each, which a law must find.</summary>
internal static class BrokenOps
{
    private static readonly Domain Wide = (-2, 2);

    /// <summary>y = x², the base of most faults: right but for what is overridden.</summary>
    internal class Square : UnaryOp<double>
    {
        public override string Name => "brokenSquare";

        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = x[i] * x[i];
            }
        }

        public override Variable<double> Backward(
            Variable<double> x,
            Variable<double> y,
            Variable<double> dy
        ) => dy * x * 2.0;
    }

    internal sealed class ScaledBackward : Square
    {
        public override Variable<double> Backward(
            Variable<double> x,
            Variable<double> y,
            Variable<double> dy
        ) => dy * x * 2.0 * 1.001;
    }

    /// <summary>The first derivative is a constant for the second.</summary>
    internal sealed class MissingSecondOrder : Square
    {
        public override Variable<double> Backward(
            Variable<double> x,
            Variable<double> y,
            Variable<double> dy
        ) => dy * (x * 2.0).Detach();
    }

    /// <summary>Element 3 of the kernel's gradient is too large.</summary>
    internal sealed class WrongKernel(double error = 1e-9) : Square
    {
        protected override bool HasBackwardKernel => true;

        protected override void BackwardKernel(
            ReadOnlySpan<double> x,
            ReadOnlySpan<double> y,
            ReadOnlySpan<double> dy,
            Span<double> dx
        )
        {
            for (var i = 0; i < x.Length; i++)
            {
                dx[i] = 2 * dy[i] * x[i] * (i == 3 ? 1 + error : 1);
            }
        }
    }

    internal sealed class NotLinear : Square
    {
        public override Variable<double> Backward(
            Variable<double> x,
            Variable<double> y,
            Variable<double> dy
        ) => dy * dy * x * 2.0;
    }

    internal sealed class OverwritesItsInput : Square
    {
        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            base.Forward(x, y);
            MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(x), x.Length).Reverse();
        }
    }

    internal sealed class LeavesAnElementUnwritten : Square
    {
        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            if (x.Length > 1)
            {
                base.Forward(x[1..], y[1..]);
            }
        }
    }

    /// <summary>Counts on memory that holds zeros.</summary>
    internal sealed class AddsToItsResult : Square
    {
        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[i] += x[i] * x[i];
            }
        }
    }

    internal sealed class DependsOnThreads : Square
    {
        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            base.Forward(x, y);
            y[^1] *= WorkerPool.Degree == 4 ? 1 + 1e-15 : 1;
        }
    }

    internal sealed class WrongSecondPiece : Square
    {
        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            base.Forward(x, y);
            y[Math.Min(16384, y.Length)..].Clear();
        }
    }

    internal sealed class WrongForward : Square
    {
        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            base.Forward(x, y);
            foreach (ref var value in y)
            {
                value *= 1 + 1e-11;
            }
        }
    }

    /// <summary>y = |sin 1000 x|: a kink within reach of almost every point.</summary>
    internal sealed class KinksEverywhere : Square
    {
        public override void Forward(ReadOnlySpan<double> x, Span<double> y)
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = Math.Abs(Math.Sin(1000 * x[i]));
            }
        }
    }

    /// <summary>y = x for a square matrix; its backward transposes.</summary>
    internal sealed class TransposedBackward : Op<double>
    {
        public override string Name => "brokenTransposed";

        public override Shape ShapeOf(ReadOnlySpan<Variable<double>> inputs) => inputs[0].Shape;

        public override void Forward(
            ReadOnlySpan<Variable<double>> inputs,
            Span<double> y,
            Span<double> saved
        ) => inputs[0].AsSpan().CopyTo(y);

        public override void Backward(
            OpCall<double> call,
            Variable<double> dy,
            GradientSink<double> dx
        )
        {
            var n = dy.Shape[0];
            var turned = NdArray.Of(dy.Shape, at => dy.AsSpan()[at[1] * n + at[0]]);
            dx[0] = turned.ToVariable<double>();
        }
    }

    /// <summary>y = a + b with broadcasting; the kernel writes the gradient of b without summing over what was repeated.</summary>
    internal sealed class NotReduced : BinaryOp<double>
    {
        public override string Name => "brokenAdd";

        public override void Forward(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
        {
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = a[i] + b[i];
            }
        }

        public override void Backward(
            OpCall<double> call,
            Variable<double> dy,
            GradientSink<double> dx
        )
        {
            dx[0] = dy;
            dx[1] = dy;
        }

        public override bool BackwardKernel(
            OpCall<double> call,
            ReadOnlySpan<double> dy,
            GradientSink<double> dx
        )
        {
            for (var i = 0; i < 2; i++)
            {
                if (dx.Needs(i))
                {
                    var room = dx.Room(i);
                    dy[..room.Length].CopyTo(room);
                }
            }
            return true;
        }
    }

    /// <summary>y = x², fused; its composition means something else.</summary>
    internal sealed class WrongComposition(double error = 1e-9) : FusedOp<double>
    {
        public override string Name => "brokenFused";

        public override Shape ShapeOf(ReadOnlySpan<Variable<double>> inputs) => inputs[0].Shape;

        public override void Forward(
            ReadOnlySpan<Variable<double>> inputs,
            Span<double> y,
            Span<double> saved
        ) => new Square().Forward(inputs[0].AsSpan(), y);

        public override Variable<double> Compose(ReadOnlySpan<Variable<double>> inputs) =>
            inputs[0] * inputs[0] * (1 + error);
    }

    internal sealed class NoGradient : Op<double>
    {
        public override string Name => "brokenSilent";

        public override Shape ShapeOf(ReadOnlySpan<Variable<double>> inputs) => inputs[0].Shape;

        public override void Forward(
            ReadOnlySpan<Variable<double>> inputs,
            Span<double> y,
            Span<double> saved
        ) => inputs[0].AsSpan().CopyTo(y);

        public override void Backward(
            OpCall<double> call,
            Variable<double> dy,
            GradientSink<double> dx
        ) { }
    }

    /// <summary>A row for an op of one input of any shape that should be <paramref name="reference"/>.</summary>
    public static OpRow Row(Op<double> op, Func<double, double> reference) =>
        new(
            op.Name,
            d =>
                d.Sample(
                    [d.Values(d.Shape(), Wide)],
                    x => op.Apply(x[0]),
                    x => x[0] * x[0],
                    x => x[0].Map(reference)
                )
        );

    public static OpRow Row(Op<double> op) => Row(op, x => x * x);

    /// <summary>A row for an op on square matrices.</summary>
    public static OpRow MatrixRow(Op<double> op) =>
        new(
            op.Name,
            d =>
            {
                var n = d.Size();
                return d.Sample([d.Values([n, n])], x => op.Apply(x[0]), x => x[0], x => x[0]);
            }
        );

    /// <summary>A row for an op of two inputs with broadcasting.</summary>
    public static OpRow BinaryRow(Op<double> op) =>
        new(
            op.Name,
            d =>
            {
                var (a, b) = d.BroadcastShapes();
                return d.Sample(
                    [d.Values(a), d.Values(b)],
                    x => op.Apply(x[0], x[1]),
                    x => x[0] + x[1],
                    x => NdArray.Zip(x[0], x[1], (p, q) => p + q)
                );
            }
        );
}
