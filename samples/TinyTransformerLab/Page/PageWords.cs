using System.Text.Json;

namespace TinyTransformerLab;

/// <summary>The words of <see cref="Words"/> that the script says, too: they stand in one place. A number's place is {0}.</summary>
internal static class PageWords
{
    public static string Json() =>
        JsonSerializer.Serialize(
            new
            {
                verdicts = Enum.GetValues<Verdict>().ToDictionary(Name, Words.Of),
                kinds = Enum.GetValues<HeadKind>().ToDictionary(Name, kind => Words.Of(kind)),
                noKind = Words.Of((HeadKind?)null),
                statuses = Enum.GetValues<LabStatus>().ToDictionary(Name, Words.Of),
                asIfChoosing = Words
                    .AsIfChoosing(0)
                    .Replace(Digits.Perplexity(0), "{0}", StringComparison.Ordinal),
                smoothingWindow = LossCurve.SmoothingWindow,
            },
            LabJson.Options
        );

    // As LabJson writes it.
    private static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
