namespace TinyAutograd.Tests.Tape;

/// <summary>An op whose result is its first input, and whose rules a test writes. It has no kernel unless given one.</summary>
internal sealed class LabOp(LabOp.Rule? rule = null, LabOp.Kernel? kernel = null) : Op<double>
{
    public delegate void Rule(OpCall<double> call, Variable<double> dy, GradientSink<double> dx);

    public delegate void Kernel(
        OpCall<double> call,
        ReadOnlySpan<double> dy,
        GradientSink<double> dx
    );

    public override string Name => "lab";

    /// <summary>The forward rule; the derived one unless told.</summary>
    public Func<Variable<double>?[], Variable<double>>? Carry { get; init; }

    public override Shape ShapeOf(ReadOnlySpan<Variable<double>> inputs) => inputs[0].Shape;

    /// <summary>How many numbers it asks to save.</summary>
    public int Saves { get; init; }

    public override int SavedLength(ReadOnlySpan<Variable<double>> inputs, Shape shape) => Saves;

    public override void Forward(
        ReadOnlySpan<Variable<double>> inputs,
        Span<double> y,
        Span<double> saved
    ) => inputs[0].AsSpan().CopyTo(y);

    public override void Backward(OpCall<double> call, Variable<double> dy, GradientSink<double> dx)
    {
        if (rule is null)
        {
            throw new NotSupportedException("This test wants no composed rule.");
        }
        rule(call, dy, dx);
    }

    public override bool BackwardKernel(
        OpCall<double> call,
        ReadOnlySpan<double> dy,
        GradientSink<double> dx
    )
    {
        kernel?.Invoke(call, dy, dx);
        return kernel is not null;
    }

    public override Variable<double> Tangent(
        OpCall<double> call,
        ReadOnlySpan<Variable<double>?> dx
    ) => Carry is null ? base.Tangent(call, dx) : Carry(dx.ToArray());
}
