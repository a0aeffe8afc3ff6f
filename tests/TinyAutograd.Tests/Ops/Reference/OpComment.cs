using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyAutograd.Tests.Ops;

/// <summary>What the XML comment of an op says about its formula, its gradient, and the points where that needs a decision.</summary>
/// <param name="Formula">The summary up to the end of its first sentence.</param>
/// <param name="Gradient">What follows "Gradient:", without the special points.</param>
/// <param name="SpecialPoints">The clauses about ties, kinks and points where the formula ends.</param>
internal sealed partial record OpComment(string Formula, string Gradient, string SpecialPoints)
{
    private static readonly Dictionary<string, XElement> Comments = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "TinyAutograd.xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>The comment of a public method.</summary>
    public static OpComment Of(MethodBase method)
    {
        var comment = Comments[Id(method)];
        var summary = Text(comment.Element("summary")!);
        var clauses = Clauses(GradientOf(Text(comment.Element("remarks"))));
        var special = clauses
            .Concat(
                Clauses(Text(comment.Element("returns"))).Where(clause => Tie().IsMatch(clause))
            )
            .Where(clause => clause != clauses.FirstOrDefault() && Special().IsMatch(clause))
            .ToArray();
        return new OpComment(
            Sentences(summary)[0].TrimEnd('.'),
            Joined(clauses.Where(clause => !special.Contains(clause))),
            Joined(special)
        );
    }

    // An indexer's comment is that of the property.
    private static string Id(MethodBase method) =>
        method.Name == "get_Elements"
            ? DocumentationId.Of(
                method
                    .DeclaringType!.GetProperties()
                    .Single(property => property.GetMethod == method)
            )
            : DocumentationId.Of(method);

    private static string GradientOf(string remarks)
    {
        const string Label = "Gradient: ";
        if (remarks.Contains("o derivative", StringComparison.Ordinal))
        {
            return "none";
        }
        var start = remarks.IndexOf(Label, StringComparison.Ordinal);
        var gradient = start < 0 ? "" : remarks[(start + Label.Length)..];
        return string.Join(
            " ",
            Sentences(gradient).TakeWhile(sentence => !OtherMatter().IsMatch(sentence))
        );
    }

    private static string[] Sentences(string text) => SentenceEnd().Split(text);

    private static string[] Clauses(string text) =>
        text.Length == 0
            ? []
            :
            [
                .. Sentences(text)
                    .SelectMany(sentence => sentence.TrimEnd('.').Split("; "))
                    .Select(clause => clause.Trim()),
            ];

    // A clause that was a sentence stays one.
    private static string Joined(IEnumerable<string> clauses) =>
        clauses.Aggregate(
            "",
            (text, clause) =>
                text.Length == 0 ? clause
                : char.IsUpper(clause[0]) ? $"{text}. {clause}"
                : $"{text}; {clause}"
        );

    /// <summary>A part of a comment as Markdown on one line.</summary>
    private static string Text(XElement? element) =>
        element is null
            ? ""
            : Blank().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "paramref" or "typeparamref" } name => name.Attribute(
                "name"
            )!.Value,
            XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } reference =>
                Reference(reference.Value),
            XElement { Name.LocalName: "para" } paragraph => $" {Text((XElement?)paragraph)} ",
            _ => throw new InvalidDataException($"The table of ops cannot show '{node}'."),
        };

    // M:TinyAutograd.VariableOps.Exp``1(...) is shown as Exp.
    private static string Reference(string id) =>
        $"`{id.Split('(')[0].Split('.')[^1].Split('`')[0]}`";

    [GeneratedRegex(@"(?<=\.) (?=[A-Z`])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(
        @"\btie|\bkink|\bequal|\bshare|\bNaN|∞|infinite|\bat (base |the origin|±|0|−|a norm|the threshold|a deviation|an element 0|repeated)|where x = |\bbound",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Special();

    [GeneratedRegex(@"\btie|\bkink|\bequal numbers", RegexOptions.IgnoreCase)]
    private static partial Regex Tie();

    [GeneratedRegex(
        "^(Source|Cost|Numbers are copied|Accumulates|Two passes|Forwards|Recorded|Unlike|Prefer|Composition)|PyTorch's|GPT-2"
    )]
    private static partial Regex OtherMatter();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
