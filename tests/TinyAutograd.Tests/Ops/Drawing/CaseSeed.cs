using FsCheck;
using FsCheck.Fluent;

namespace TinyAutograd.Tests.Ops;

/// <summary>What FsCheck draws and shrinks: a seed and bounds, from which <see cref="Draw"/> makes shapes, attributes and numbers.
/// Smaller bounds under the same seed give a smaller example of the same kind.</summary>
/// <param name="Seed">Start of the random numbers.</param>
/// <param name="MaxRank">Largest rank of a drawn shape, where the op allows it.</param>
/// <param name="MaxSize">Largest size of an axis, where the op allows it.</param>
/// <param name="Digits">Numbers are rounded to so many decimals; 15 is not at all.</param>
internal sealed record CaseSeed(int Seed, int MaxRank = 4, int MaxSize = 4, int Digits = 15)
{
    public static readonly Arbitrary<CaseSeed> Arbitrary = Arb.From(
        Gen.Choose(0, int.MaxValue).Select(seed => new CaseSeed(seed)),
        Shrink
    );

    private static IEnumerable<CaseSeed> Shrink(CaseSeed seed)
    {
        if (seed.MaxRank > 0)
        {
            yield return seed with
            {
                MaxRank = seed.MaxRank - 1,
            };
        }
        if (seed.MaxSize > 1)
        {
            yield return seed with
            {
                MaxSize = seed.MaxSize - 1,
            };
        }
        if (seed.Digits > 1)
        {
            yield return seed with
            {
                Digits = seed.Digits > 2 ? 2 : 1,
            };
        }
    }
}
