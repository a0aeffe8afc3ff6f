using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Rotary position embedding: pair i of the channels of position m is rotated by the angle <c>m·base^(−2i/D)</c>,
    /// <c>y₁ = x₁·cos − x₂·sin, y₂ = x₁·sin + x₂·cos</c>. Products of rotated queries and keys then depend on the distance of
    /// their positions only.</summary>
    /// <param name="x">(…, T, D): T positions of D channels, D even.</param>
    /// <param name="firstPosition">The position of the first row, ≥ 0: with a cache of keys, the number of those before it.</param>
    /// <param name="frequencyBase">The base, positive and finite; 10,000 unless told.</param>
    /// <param name="isInterleaved">Whether a pair is the channels 2i and 2i + 1, as in the paper and GPT-J; else i and i + D/2, as in
    /// GPT-NeoX and Llama.</param>
    /// <returns>The shape of <paramref name="x"/>; every pair keeps its length.</returns>
    /// <exception cref="ArgumentException">Rank below 2, D is odd, a negative position, or a base that is not positive and finite.</exception>
    /// <remarks>Gradient: <c>dx</c> = dy, rotated back. Angles are computed in double precision. Source: Su et al. 2021, eq. 34.</remarks>
    public static Variable<T> RotaryEmbedding<T>(
        this Variable<T> x,
        int firstPosition = 0,
        double frequencyBase = 10_000,
        bool isInterleaved = true
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (firstPosition < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstPosition),
                firstPosition,
                $"RotaryEmbedding: firstPosition is {firstPosition}, must not be negative."
            );
        }
        RotaryEmbeddingOp<T>.ThrowIfNoBase(
            nameof(RotaryEmbedding),
            frequencyBase,
            nameof(frequencyBase)
        );
        return new RotaryEmbeddingOp<T>(new(frequencyBase, firstPosition, isInterleaved)).Apply(x);
    }
}

internal sealed class RotaryEmbeddingOp<T>(RotaryAngles rotary) : FusedOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override string Name => "rotaryEmbedding";

    public override string Attributes =>
        FormattableString.Invariant(
            $"first: {rotary.FirstPosition}, base: {rotary.FrequencyBase}, {(rotary.IsInterleaved ? "interleaved" : "halves")}"
        );

    /// <summary>Refuses a base that is not positive and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void ThrowIfNoBase(string method, double frequencyBase, string parameter)
    {
        if (!(frequencyBase > 0 && double.IsFinite(frequencyBase)))
        {
            throw new ArgumentOutOfRangeException(
                parameter,
                frequencyBase,
                FormattableString.Invariant(
                    $"{method}: {parameter} is {frequencyBase}, must be positive and finite."
                )
            );
        }
    }

    public override Shape ShapeOf(ReadOnlySpan<Variable<T>> inputs) =>
        inputs[0].Rank >= 2 && inputs[0].Shape[-1] % 2 == 0
            ? inputs[0].Shape
            : throw new ArgumentException(
                $"RotaryEmbedding: {inputs[0].Shape} must be (…, T, D) with an even number D of channels."
            );

    public override void Forward(ReadOnlySpan<Variable<T>> inputs, Span<T> y, Span<T> saved) =>
        Rotate(inputs[0].AsSpan(), inputs[0].Shape, isReversed: false, y);

    public override Variable<T> Compose(ReadOnlySpan<Variable<T>> inputs)
    {
        var x = inputs[0];
        var (length, width) = (x.Shape[-2], x.Shape[-1]);
        var cosine = Constants.Uninitialised<T>([length, width / 2], out var cosines);
        var sine = Constants.Uninitialised<T>([length, width / 2], out var sines);
        rotary.Fill(length, width, cosines, sines);
        var (x1, x2) = rotary.IsInterleaved
            ? (x.Slice(-1, step: 2), x.Slice(-1, 1, step: 2))
            : (x.Slice(-1, stop: width / 2), x.Slice(-1, width / 2));
        var y = VariableOps.Cat([x1 * cosine - x2 * sine, x1 * sine + x2 * cosine], axis: -1);
        return rotary.IsInterleaved ? y.IndexSelect(Interleaved(width), -1) : y;
    }

    public override bool BackwardKernel(OpCall<T> call, ReadOnlySpan<T> dy, GradientSink<T> dx)
    {
        Rotate(dy, call.Output.Shape, isReversed: true, dx.Room(0));
        return true;
    }

    private void Rotate(ReadOnlySpan<T> x, Shape shape, bool isReversed, Span<T> y) =>
        RotaryKernel.Rotate(x, shape[-2], shape[-1], rotary, isReversed, y);

    // Where the channels of (all first ones, all second ones) go: 0, D/2, 1, D/2 + 1, …
    private static Indices Interleaved(int width)
    {
        var order = new int[width];
        for (var channel = 0; channel < width; channel++)
        {
            order[channel] = channel / 2 + channel % 2 * (width / 2);
        }
        return Indices.Own(order, [width]);
    }
}
