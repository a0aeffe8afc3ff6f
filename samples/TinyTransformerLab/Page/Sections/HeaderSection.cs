namespace TinyTransformerLab;

/// <summary>Title, introduction, what was built, and whether script and C# agree.</summary>
internal static class HeaderSection
{
    public static Element Of(LabReport? report) =>
        Element.Of(
            "header.page-head",
            Element.Of(
                "div.page-words",
                Element.Of("p.series", Words.Series),
                Element.Of("h1", Words.Title),
                Element.Of("p.subtitle", Words.Subtitle),
                Element.Of("p.introduction", Words.Introduction),
                Element.Of(
                    "p.this-build",
                    Element.Of("strong", "This build: "),
                    Element.Of(
                        "span#this-build",
                        report is null ? "" : Words.ThisBuild(report.Info)
                    ),
                    ". ",
                    Words.ThisBuildNote
                ),
                report is null ? Live() : Recorded(report)
            ),
            Element.Of("figure#hero.hero", report is null ? [] : Hero(report))
        );

    // The head that the model can least do without, at work.
    private static Node[] Hero(LabReport report)
    {
        var best = report.Ablation.Heads.MaxBy(head => head.Difference)!;
        var map = report.Attention.Maps.First(map =>
            map.Layer == best.Layer && map.Head == best.Head
        );
        return [ArcDiagram.Draw(map), Element.Of("figcaption", ArcDiagram.Caption(map))];
    }

    private static Element Recorded(LabReport report) =>
        Element.Of(
            "p.badges",
            Element.Of(
                "span#mode-badge.badge",
                $"Recorded run · {Digits.Count(report.State.Step)} steps · seed {report.Info.Seed}"
            ),
            Element
                .Of(
                    "span#parity-badge.badge",
                    "Without its script the page shows results only; with it, every panel computes."
                )
                .With("role", "status")
        );

    private static Element Live() =>
        Element.Of(
            "p.badges",
            Element.Of("span#mode-badge.badge", "Live: the C# engine trains while you watch"),
            Element.Of("span#parity-badge.badge", "Connecting …").With("role", "status")
        );
}
