using System.Numerics;

namespace TinyAutograd.Tests.Ops;

/// <content>Ops as a user would write them, from the public base classes alone: the laws hold for them like for the library's own.</content>
internal static partial class OpTable
{
    private static IEnumerable<OpRow> Users() =>
        [
            Unary(
                    "ramp",
                    x => new RampOp<double>().Apply(x),
                    x => new RampOp<float>().Apply(x),
                    x => Math.Max(x, 0),
                    (-2, 2),
                    kinks: [(0, 0)]
                )
                .Covering(),
            Unary(
                    "ceiling",
                    x => new CeilingOp<double>().Apply(x),
                    x => new CeilingOp<float>().Apply(x),
                    x => Math.Ceiling(x),
                    (-2, 2)
                )
                .Covering() with
            {
                IsDifferentiable = false,
            },
            Op(
                    "scaledSquare",
                    d =>
                    {
                        var shape = d.Shape();
                        return d.Sample(
                            [d.Values(shape), d.Values(shape)],
                            x => new ScaledSquareOp<double>().Apply(x[0], x[1]),
                            x => new ScaledSquareOp<float>().Apply(x[0], x[1]),
                            x => NdArray.Zip(x[0], x[1], (a, w) => w * a * a)
                        );
                    }
                )
                .Throws(
                    () => new ScaledSquareOp<double>().Apply(Zeros(2, 3), Zeros(3)),
                    ["(2, 3)", "(3)"]
                )
                .Covering(),
        ];

    /// <summary>y = max(x, 0), with gradient 0 at 0.</summary>
    private sealed class RampOp<T> : UnaryOp<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override string Name => "ramp";

        public override void Forward(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = T.Max(x[i], T.Zero);
            }
        }

        public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
            dy * new StepOp<T>().Apply(x);
    }

    /// <summary>y = 1 where x > 0, else 0; its derivative is 0 wherever there is one.</summary>
    private sealed class StepOp<T> : UnaryOp<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override string Name => "step";

        public override void Forward(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = x[i] > T.Zero ? T.One : T.Zero;
            }
        }

        public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
            dy * T.Zero;
    }

    private sealed class CeilingOp<T> : UnaryOp<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override string Name => "ceiling";

        public override bool IsDifferentiable => false;

        public override void Forward(ReadOnlySpan<T> x, Span<T> y)
        {
            for (var i = 0; i < x.Length; i++)
            {
                y[i] = T.Ceiling(x[i]);
            }
        }

        public override Variable<T> Backward(Variable<T> x, Variable<T> y, Variable<T> dy) =>
            throw new NotSupportedException("ceiling has no derivative.");
    }

    /// <summary>y = w ⊙ x², fused, with a kernel for the gradient.</summary>
    private sealed class ScaledSquareOp<T> : FusedOp<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public override string Name => "scaledSquare";

        public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
            inputs[0].Shape == inputs[1].Shape
                ? inputs[0].Shape
                : throw new ArgumentException(
                    $"ScaledSquare: {inputs[0].Shape} and {inputs[1].Shape} must be equal."
                );

        public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved)
        {
            var x = inputs[0].AsSpan();
            var w = inputs[1].AsSpan();
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = w[i] * x[i] * x[i];
            }
        }

        public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs) =>
            inputs[1] * (inputs[0] * inputs[0]);

        public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
        {
            var x = call.Input(0).AsSpan();
            var w = call.Input(1).AsSpan();
            var g = dy;
            for (var i = 0; i < 2; i++)
            {
                if (!dx.Needs(i))
                {
                    continue;
                }
                var room = dx.Room(i);
                for (var k = 0; k < room.Length; k++)
                {
                    room[k] = g[k] * x[k] * (i == 0 ? w[k] + w[k] : x[k]);
                }
            }
            return true;
        }
    }
}
