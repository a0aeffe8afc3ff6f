using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Core;

namespace TinyAutograd.Tests.Properties;

/// <summary>Seeds as text: what a failure prints is what <c>Replay</c> takes.</summary>
internal static class Seeds
{
    /// <summary>The seed of every run that is not told another one. Gamma is odd, as SplitMix wants it.</summary>
    public const string Default = "20240229,3141592653589793239";

    public static Replay Parse(string text)
    {
        var parts = text.Trim('(', ')', ' ').Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length is not (2 or 3))
        {
            throw new FormatException($"'{text}' is not a replay string: seed,gamma[,size].");
        }
        var random = new Rnd(
            ulong.Parse(parts[0], CultureInfo.InvariantCulture),
            ulong.Parse(parts[1], CultureInfo.InvariantCulture)
        );
        return new Replay(
            random,
            parts.Length == 3
                ? FSharpOption<int>.Some(int.Parse(parts[2], CultureInfo.InvariantCulture))
                : FSharpOption<int>.None
        );
    }

    public static string Format(Rnd random, int size) =>
        string.Create(CultureInfo.InvariantCulture, $"({random.Seed},{random.Gamma},{size})");
}
