using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using TinyAutograd.Tests.Properties;
using Xunit.Sdk;

namespace TinyAutograd.Tests.Ops;

/// <summary>Runs a law for one row of the op table: FsCheck draws cases, and shrinks the one that breaks it.</summary>
internal static class Law
{
    /// <summary>Checks that <paramref name="law"/> holds for drawn calls of the op.</summary>
    /// <param name="row">The op.</param>
    /// <param name="cases">How many calls.</param>
    /// <param name="law">Throws where the call breaks it. The second argument draws the law's own numbers.</param>
    /// <param name="isLarge">Whether calls are so large that kernels split the work.</param>
    /// <param name="name">The name of the law.</param>
    public static void Holds(
        OpRow row,
        int cases,
        Action<OpSample, Draw> law,
        bool isLarge = false,
        [CallerMemberName] string name = ""
    )
    {
        OpSample Sample(Draw draw) => (isLarge ? row.Large ?? row.Draw : row.Draw)(draw);
        var property = Prop.ForAll(
            CaseSeed.Arbitrary,
            seed =>
            {
                var draw = new Draw(seed, isLarge);
                law(Sample(draw), draw.Fork());
            }
        );
        var config = Config
            .Default.WithName($"{row.Name}: {name}")
            .WithMaxTest(cases)
            .WithReplay(FSharpOption<Replay>.Some(Seeds.Parse(Seeds.Default)))
            .WithRunner(
                new FailureReport(seed =>
                    $"{seed} = {row.Name}{(isLarge ? " on large inputs" : Sample(new Draw((CaseSeed)seed)))}"
                )
            );
        Check.One(config, property);
    }

    /// <summary>Drawn calls without a law, for counting what the draws meet.</summary>
    public static IEnumerable<OpSample> Samples(OpRow row, int count) =>
        Enumerable.Range(0, count).Select(i => row.Draw(new Draw(new CaseSeed(7919 * (i + 1)))));

    public static void Require(bool isTrue, Func<string> message)
    {
        if (!isTrue)
        {
            throw new XunitException(message());
        }
    }

    /// <summary>Equal shapes, and elements that differ by at most <paramref name="tolerance"/>; NaN equals NaN, infinities themselves.</summary>
    public static void Close(NdArray expected, NdArray actual, double tolerance, string what)
    {
        Require(
            expected.Shape == actual.Shape,
            () => $"{what} has shape {actual.Shape}, expected {expected.Shape}."
        );
        for (var i = 0; i < expected.Length; i++)
        {
            var (e, a) = (expected.Values[i], actual.Values[i]);
            if (!e.Equals(a) && !(Math.Abs(e - a) <= tolerance))
            {
                throw new XunitException($"{what}[{i}] is {a:R}, expected {e:R} ± {tolerance:R}.");
            }
        }
    }

    /// <summary>Equal shapes and equal bits.</summary>
    public static void SameBits(NdArray expected, NdArray actual, string what)
    {
        Require(
            expected.Shape == actual.Shape,
            () => $"{what} has shape {actual.Shape}, expected {expected.Shape}."
        );
        for (var i = 0; i < expected.Length; i++)
        {
            var (e, a) = (expected.Values[i], actual.Values[i]);
            if (BitConverter.DoubleToInt64Bits(e) != BitConverter.DoubleToInt64Bits(a))
            {
                throw new XunitException($"{what}[{i}] is {a:R}, expected the bits of {e:R}.");
            }
        }
    }

    public static void SameBits(NdArray[] expected, NdArray[] actual, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            SameBits(expected[i], actual[i], $"{what}: number {i}");
        }
    }
}
