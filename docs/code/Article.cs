using System.Text.RegularExpressions;

namespace TinyAutograd.Docs.Code;

/// <summary>An article, read for the code that it includes and the outputs that it shows.</summary>
public sealed partial class Article
{
    private const string Fence = "```";

    private readonly List<string> lines;

    private Article(string path)
    {
        Path = path;
        lines = [.. File.ReadAllLines(path)];
    }

    public string Path { get; }

    /// <summary>The articles of all kinds, in the folder of the documentation.</summary>
    public static IReadOnlyList<Article> All(string docs) =>
        [
            .. Directory
                .EnumerateFiles(docs, "*.md", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => new Article(path)),
        ];

    /// <summary>The regions that it includes, as they are written: file and region.</summary>
    public IEnumerable<(string Target, string Region)> Includes =>
        lines
            .Select(line => Include().Match(line))
            .Where(match => match.Success)
            .Select(match => (match.Groups["file"].Value, match.Groups["region"].Value));

    /// <summary>Fenced blocks: their language, the region included last before them, and their text.</summary>
    public IEnumerable<(string Language, string? Region, string Text)> Blocks =>
        Places()
            .Select(place =>
                (
                    lines[place.Start][Fence.Length..],
                    place.Region,
                    string.Join('\n', lines[(place.Start + 1)..place.End])
                )
            );

    /// <summary>Lines outside of fenced blocks.</summary>
    public IEnumerable<string> Prose
    {
        get
        {
            var blocks = Places().ToArray();
            return lines.Where((_, i) => !blocks.Any(block => block.Start <= i && i <= block.End));
        }
    }

    /// <summary>Whether a block of this language shows what the code before it prints.</summary>
    public static bool IsOutput(string language) => language is "text" or "mermaid";

    /// <summary>Puts what each snippet printed into the block that follows it, and writes the file if that changes it.</summary>
    /// <param name="output">What the snippet of a region printed; null where there is no such snippet.</param>
    public void Update(Func<string, string?> output)
    {
        var before = string.Join('\n', lines);
        foreach (var (start, end, region) in Places().Reverse().ToArray())
        {
            if (
                IsOutput(lines[start][Fence.Length..])
                && region is not null
                && output(region) is { } text
            )
            {
                lines.RemoveRange(start + 1, end - start - 1);
                lines.InsertRange(start + 1, text.Split('\n'));
            }
        }
        if (string.Join('\n', lines) != before)
        {
            File.WriteAllText(Path, string.Join('\n', lines) + "\n");
        }
    }

    private IEnumerable<(int Start, int End, string? Region)> Places()
    {
        string? region = null;
        for (var i = 0; i < lines.Count; i++)
        {
            if (Include().Match(lines[i]) is { Success: true } include)
            {
                region =
                    $"{System.IO.Path.GetFileNameWithoutExtension(include.Groups["file"].Value)}#{include.Groups["region"].Value}";
            }
            else if (lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                var end = lines.IndexOf(Fence, i + 1);
                if (end < 0)
                {
                    throw new InvalidDataException(
                        $"{Path}: the block of line {i + 1} has no end."
                    );
                }
                yield return (i, end, region);
                i = end;
            }
        }
    }

    [GeneratedRegex(@"^\[!code-csharp\[\]\((?<file>[^#)]+)#(?<region>\w+)\)\]$")]
    private static partial Regex Include();
}
