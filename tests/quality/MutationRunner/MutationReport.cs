using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MutationRunner;

/// <summary>Stryker's report of what it planted, into which our verdicts are written. Its format: https://github.com/stryker-mutator/mutation-testing-elements.</summary>
internal sealed partial class MutationReport
{
    // Written by tests/quality/mutation: a fault that Stryker itself finds, and that is no part of the library.
    private const string FileOfStryker = "Planted.cs";

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonNode report;
    private readonly Dictionary<int, JsonNode> nodes = [];
    private readonly List<Fault> faults = [];

    private MutationReport(JsonNode report)
    {
        this.report = report;
        var root = Text(report, "projectRoot");
        var files = Child(report, "files").AsObject();
        files.Remove(files.Select(file => file.Key).Single(IsOfStryker));
        foreach (var (path, file) in files)
        {
            Read(Path.GetRelativePath(root, path), file!);
        }
    }

    /// <summary>The faults to test: those that compiled, and that no other one contains.</summary>
    public IReadOnlyList<Fault> Faults => faults;

    /// <summary>Reads a report.</summary>
    /// <exception cref="InvalidOperationException">There is none, or it has no faults.</exception>
    public static MutationReport Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidOperationException(
                $"There is no report of planted faults: {path}. Stryker has not run, or failed."
            );
        }
        var report = new MutationReport(JsonNode.Parse(File.ReadAllText(path))!);
        return report.Faults.Count > 0
            ? report
            : throw new InvalidOperationException($"No fault was planted: {path}.");
    }

    /// <summary>Writes the report with what was found.</summary>
    public void Write(string path, IEnumerable<Verdict> verdicts)
    {
        foreach (var verdict in verdicts)
        {
            var node = nodes[verdict.Fault];
            node["status"] = verdict.Outcome switch
            {
                Outcome.TimeLimit => "Timeout",
                Outcome.Survived => "Survived",
                Outcome.NotReached => "NoCoverage",
                _ => "Killed",
            };
            node["statusReason"] = verdict.Detail;
        }
        WholeFile.Write(path, report.ToJsonString(Plain));
    }

    private static bool IsOfStryker(string path) => Path.GetFileName(path) == FileOfStryker;

    private void Read(string path, JsonNode file)
    {
        var lines = Text(file, "source").Split('\n');
        foreach (var node in Child(file, "mutants").AsArray())
        {
            if (Text(node!, "status") is "CompileError" or "Ignored")
            {
                continue;
            }
            var id = int.Parse(Text(node!, "id"), CultureInfo.InvariantCulture);
            var (line, column) = Place(node!, "start");
            var (lastLine, lastColumn) = Place(node!, "end");
            var planted =
                lines[line][..column] + Text(node!, "replacement") + lines[lastLine][lastColumn..];
            faults.Add(new Fault(id, path, line + 1, OneLine(lines[line]), OneLine(planted)));
            nodes.Add(id, node!);
        }
    }

    // From 0 on; the report counts from 1 on.
    private static (int Line, int Column) Place(JsonNode node, string end)
    {
        var place = Child(Child(node, "location"), end);
        return ((int)Child(place, "line") - 1, (int)Child(place, "column") - 1);
    }

    private static string OneLine(string text) => Spaces().Replace(text, " ").Trim();

    private static string Text(JsonNode node, string name) => (string)Child(node, name)!;

    private static JsonNode Child(JsonNode node, string name) =>
        node[name] ?? throw new InvalidDataException($"The report lacks a \"{name}\".");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
