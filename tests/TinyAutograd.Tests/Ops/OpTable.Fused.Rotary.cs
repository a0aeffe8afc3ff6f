using System.Numerics;

namespace TinyAutograd.Tests.Ops;

/// <content>The row of rotary position embedding.</content>
internal static partial class OpTable
{
    private static OpRow RotaryEmbedding() =>
        Op(
                "rotaryEmbedding",
                d =>
                {
                    var (length, half) = (d.Size(), d.IsLarge ? d.Int(15, 25) : d.Int(0, 3));
                    var leading = d.IsLarge ? [d.Int(20, 30)] : d.Shape(maxRank: 2);
                    var (first, isInterleaved) = (d.Pick(0, 0, 7), d.Bool());
                    var wavelength = d.Pick<double?>(null, 10_000, 100);
                    return d.Sample(
                        [d.Values(leading.Concat([length, 2 * half]))],
                        x =>
                            wavelength is { } b
                                ? x[0].RotaryEmbedding(first, b, isInterleaved)
                                : x[0].RotaryEmbedding(first, isInterleaved: isInterleaved),
                        x =>
                            wavelength is { } b
                                ? x[0].RotaryEmbedding(first, b, isInterleaved)
                                : x[0].RotaryEmbedding(first, isInterleaved: isInterleaved),
                        x =>
                            NdArray.Of(
                                x[0].Shape,
                                at =>
                                {
                                    var pair = isInterleaved ? at[^1] / 2 : at[^1] % half;
                                    var isSecond = isInterleaved ? at[^1] % 2 == 1 : at[^1] >= half;
                                    var (p, q) = isInterleaved
                                        ? (2 * pair, 2 * pair + 1)
                                        : (pair, pair + half);
                                    var z = new Complex(
                                        x[0][NdArray.With(at, at.Length - 1, p)],
                                        x[0][NdArray.With(at, at.Length - 1, q)]
                                    );
                                    var angle =
                                        (first + at[^2])
                                        / Math.Pow(wavelength ?? 10_000, (double)pair / half);
                                    z *= Complex.FromPolarCoordinates(1, angle);
                                    return isSecond ? z.Imaginary : z.Real;
                                }
                            ),
                        $"firstPosition: {first}, base: {wavelength}, isInterleaved: {isInterleaved}"
                    );
                }
            )
            .Throws(() => Zeros(2, 3).RotaryEmbedding(), ["(2, 3)", "(…, T, D)", "even"])
            .Throws(() => Zeros(2).RotaryEmbedding(), ["(2)", "(…, T, D)"])
            .Throws(() => Zeros(1, 2).RotaryEmbedding(-1), ["firstPosition", "-1"])
            .Throws(() => Zeros(1, 2).RotaryEmbedding(0, 0), ["frequencyBase", "0", "positive"])
            .Throws(
                () => Zeros(1, 2).RotaryEmbedding(0, double.PositiveInfinity),
                ["frequencyBase", "finite"]
            );
}
