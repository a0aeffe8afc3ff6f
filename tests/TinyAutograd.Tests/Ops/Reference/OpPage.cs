using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace TinyAutograd.Tests.Ops;

/// <summary>The page of the documentation that lists all ops, made from the op table, the XML comments and the laws.</summary>
internal static class OpPage
{
    private static readonly (string File, string Text)[] Declarations =
    [
        .. Directory
            .EnumerateFiles(
                Path.Combine(Repository.Root, "src", "TinyAutograd", "Ops"),
                "*.cs",
                SearchOption.AllDirectories
            )
            .Order(StringComparer.Ordinal)
            .SelectMany(file => System.IO.File.ReadLines(file).Select(line => (file, line)))
            .Where(line => line.line.StartsWith("    public ", StringComparison.Ordinal)),
    ];

    /// <summary>Where it lies in the clone.</summary>
    public static string File { get; } =
        Path.Combine(Repository.Root, "docs", "reference", "ops.md");

    /// <summary>The page as Markdown.</summary>
    public static string Render()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # The ops

            Made by a test from the op table, the XML comments of the ops and the data of the laws: [how these pages are made](../README.md#the-table-of-ops)
            says how to write it anew. *Formula*, *gradient* and *special points* (ties, kinks, ends of the domain) are what the comment of the op says; *order* is the highest order of
            derivatives that a law compares with differences; *runs* counts how often laws are run for the op, and *laws* says which: the letters stand for the
            [kinds of laws](#laws). Broadcasting's gradient is no part of a rule: the tape sums what was repeated.

            """
        );
        foreach (
            var family in Methods()
                .GroupBy(method => Family(method.Method))
                .OrderBy(family => family.Key, StringComparer.Ordinal)
        )
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {family.Key}\n\n");
            page.Append("| op | formula | gradient | special points | order | runs | laws |\n");
            page.Append("|---|---|---|---|---|---|---|\n");
            foreach (var (method, rows) in family)
            {
                page.Append(Line(method, rows));
            }
        }
        page.Append(Operators()).Append(Laws());
        return page.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The public methods, each with the rows that cover it.</summary>
    public static IEnumerable<(MethodInfo Method, OpRow[] Rows)> Methods() =>
        Completeness
            .PublicMethods()
            .Where(method => !IsOperator(method))
            .OrderBy(DocumentationId.Of, StringComparer.Ordinal)
            .Select(method => (method, RowsOf(method)));

    private static bool IsOperator(MethodInfo method) =>
        method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static OpRow[] RowsOf(MethodInfo method) =>
        [
            .. OpTable.Rows.Where(row =>
                row.Covers.Contains(Completeness.Signature(method))
                || row.Covers.Contains(method.Name)
            ),
        ];

    private static string Line(MethodInfo method, OpRow[] rows)
    {
        var comment = OpComment.Of(method);
        var kinks = rows.SelectMany(row => row.Kinks)
            .Distinct()
            .Select(kink => $"at {Number(kink.At)} tested to be {Number(kink.Gradient)}");
        var special = string.Join("; ", kinks.Prepend(comment.SpecialPoints).Where(x => x != ""));
        var runs = LawRuns
            .All.Select(law =>
                (law.Kind, Count: rows.Sum(row => law.Rows.Count(name => name == row.Name)))
            )
            .GroupBy(law => law.Kind, law => law.Count)
            .Select(kind => (Kind: kind.Key, Count: kind.Sum()))
            .Where(kind => kind.Count > 0)
            .ToArray();
        string[] cells =
        [
            $"[{Title(method)}]({CrossReference(method)})",
            comment.Formula,
            comment.Gradient,
            special,
            $"{Order(rows)}",
            $"{runs.Sum(kind => kind.Count)}",
            string.Join(" ", runs.Select(kind => $"{Letter(kind.Kind)}{kind.Count}")),
        ];
        return $"| {string.Join(" | ", cells.Select(Cell))} |\n";
    }

    // Readers of Markdown disagree about an escaped bar in code; all of them know HTML.
    private static string Cell(string cell) =>
        Regex
            .Replace(
                cell,
                "`([^`]*[|][^`]*)`",
                code => $"<code>{WebUtility.HtmlEncode(code.Groups[1].Value)}</code>"
            )
            .Replace("|", "&#124;", StringComparison.Ordinal);

    private static int Order(OpRow[] rows)
    {
        bool IsRun(string law) =>
            LawRuns
                .All.Single(runs => runs.Method.Name == law)
                .Rows.Any(name => rows.Any(row => row.Name == name));
        return IsRun(nameof(GradientLaws.Second_order_agrees_with_differences_of_the_first)) ? 2
            : IsRun(nameof(GradientLaws.Gradient_agrees_with_central_differences)) ? 1
            : 0;
    }

    /// <summary>The folder of the op's source.</summary>
    private static string Family(MethodInfo method)
    {
        var name = method.IsGenericMethod ? $" {method.Name}<T>(" : $" {method.Name}(";
        var declaration = method.Name == "get_Elements" ? "this[" : name;
        var file = Declarations
            .FirstOrDefault(line => line.Text.Contains(declaration, StringComparison.Ordinal))
            .File;
        return Path.GetFileName(
            Path.GetDirectoryName(file)
                ?? throw new InvalidOperationException($"{method} is declared in no family of ops.")
        );
    }

    private static string Operators()
    {
        var lines = Completeness
            .PublicMethods()
            .Where(IsOperator)
            .GroupBy(method => method.Name)
            .Where(overloads => overloads.Key != "op_Explicit")
            .Select(overloads =>
                $"| [{overloads.Key[3..]}]({CrossReference(overloads.First())}) | "
                + $"{string.Join("; ", overloads.Select(method => OpComment.Of(method).Formula.Replace("See ", "", StringComparison.Ordinal)).Distinct())} | {overloads.Count()} |\n"
            );
        return $"\n## Operators\n\n| operator | recorded as | overloads |\n|---|---|---|\n{string.Concat(lines)}";
    }

    private static string Laws()
    {
        var lines = LawRuns.All.Select(law =>
            $"| {Letter(law.Kind)} | {law.Kind.ToLowerInvariant()} | {law.Method.Name.Replace('_', ' ')} | {law.Rows.Distinct().Count()} | {law.Rows.Count} |\n"
        );
        var others = OpTable.Rows.Where(row => row.Covers.Length == 0).Select(row => $"`{row}`");
        return $"\n## Laws\n\nRows of the table beyond those of the ops above: {string.Join(", ", others)}.\n\n"
            + $"| letter | kind | law | rows | runs |\n|---|---|---|---|---|\n{string.Concat(lines)}"
            + $"\n{OpTable.Rows.Count} rows, {LawRuns.All.Count} laws, {LawRuns.All.Sum(law => law.Rows.Count)} runs.\n";
    }

    // Two kinds would share a letter: threads are parallel, large is big.
    private static string Letter(string kind) =>
        kind switch
        {
            "Thread" => "P",
            "Large" => "B",
            _ => kind[..1],
        };

    // Overloads are told apart by their parameters.
    private static string Title(MethodInfo method) =>
        method.Name == "get_Elements" ? "Indexer"
        : Completeness.PublicMethods().Count(other => other.Name == method.Name) == 1 ? method.Name
        : Completeness.Signature(method).Replace("<", "\\<", StringComparison.Ordinal);

    // With a star: all overloads of the name. Backticks would end code in Markdown.
    private static string CrossReference(MethodInfo method)
    {
        var owner = method.DeclaringType!.FullName!.Replace("`", "%60", StringComparison.Ordinal);
        return $"xref:{owner}.{(method.Name == "get_Elements" ? "Elements" : method.Name)}*";
    }

    private static string Number(double value) =>
        value.ToString("0.####", CultureInfo.InvariantCulture).Replace('-', '−');
}
