using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sets each element to 0 with probability p and scales the others by 1 / (1 − p), which keeps the mean.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="p">Probability that an element is dropped, in [0, 1).</param>
    /// <param name="random">Decides; it moves on by one word per element (by none where p = 0).</param>
    /// <returns>The shape of <paramref name="x"/>; <paramref name="x"/> itself where p = 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1).</exception>
    /// <remarks>Gradient: <c>dx = dy ⊙ keep / (1 − p)</c>. Source: Srivastava et al. 2014; scaled while training ("inverted").</remarks>
    public static Variable<T> Dropout<T>(this Variable<T> x, double p, RandomGenerator random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(random);
        DropoutOp<T>.ThrowIfNoProbability(p);
        if (p == 0)
        {
            return x;
        }
        var keep = new bool[x.Length];
        var threshold = (ulong)Math.Round(p * (1UL << 32)); // P(word < threshold) = p, to 2⁻³³
        foreach (ref var element in keep.AsSpan())
        {
            element = random.NextUInt32() >= threshold;
        }
        return x.Dropout(Mask.Own(keep, x.Shape), p);
    }

    /// <summary>Dropout with a given mask, <c>y = x ⊙ keep / (1 − p)</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="keep">Which elements stay, of the shape of <paramref name="x"/>.</param>
    /// <param name="p">Probability that an element is dropped, in [0, 1).</param>
    /// <returns>The shape of <paramref name="x"/>. What is dropped is 0, whatever it was.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1).</exception>
    /// <exception cref="ArgumentException">The mask has another shape.</exception>
    /// <remarks>Gradient: <c>dx = dy ⊙ keep / (1 − p)</c>.</remarks>
    public static Variable<T> Dropout<T>(this Variable<T> x, Mask keep, double p)
        where T : unmanaged, IFloatingPointIeee754<T> => new DropoutOp<T>(keep, p).Apply(x);
}

internal sealed class DropoutOp<T> : Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Mask keep;
    private readonly double p;

    public DropoutOp(Mask keep, double p)
    {
        ArgumentNullException.ThrowIfNull(keep);
        ThrowIfNoProbability(p);
        (this.keep, this.p) = (keep, p);
    }

    public override string Name => "dropout";

    public override Linearity Linearity => Linearity.Joint;

    public override string Attributes => FormattableString.Invariant($"p: {p}");

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        inputs[0].Shape == keep.Shape
            ? keep.Shape
            : throw new ArgumentException(
                $"Dropout: the mask {keep.Shape} must have the shape of x {inputs[0].Shape}."
            );

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        DropoutKernel.Apply(inputs[0].AsSpan(), keep.AsSpan(), Scale, y);

    public override void Backward(OpCall<T> call, Variable<T> dy, GradientSink<T> dx) =>
        dx[0] = Apply(dy);

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        DropoutKernel.Apply(dy, keep.AsSpan(), Scale, dx.Room(0));
        return true;
    }

    public static void ThrowIfNoProbability(double p)
    {
        if (!(p >= 0 && p < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(p),
                p,
                FormattableString.Invariant($"Dropout: p is {p}, must be in [0, 1).")
            );
        }
    }

    private T Scale => T.CreateTruncating(1 / (1 - p));
}
