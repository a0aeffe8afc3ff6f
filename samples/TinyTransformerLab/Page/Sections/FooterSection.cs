namespace TinyTransformerLab;

/// <summary>Where the numbers come from: the script beside the page and the C# files that it mirrors.</summary>
internal static class FooterSection
{
    private static readonly string[] Mirrored =
    [
        "src/TinyAutograd.Transformer/Model/Gpt.cs",
        "src/TinyAutograd.Transformer/Model/TransformerBlock.cs",
        "src/TinyAutograd.Transformer/Model/CausalSelfAttention.cs",
        "src/TinyAutograd.Transformer/Model/FeedForward.cs",
        "src/TinyAutograd.Transformer/Generation/Sampler.cs",
        "src/TinyAutograd/Variables/RandomGenerator.cs",
    ];

    public static Element Of(LabReport? report) =>
        Element.Of(
            "footer",
            Element.Of("h2", "Where this comes from"),
            report is null ? Live() : Recorded(report),
            Element.Of(
                "ul.files",
                [.. Mirrored.Select(path => Element.Of("li", Element.Of("code", path)))]
            ),
            Element.Of(
                "p",
                "Nothing on this page is fetched from elsewhere, and nothing typed here leaves it."
            )
        );

    private static Element Recorded(LabReport report) =>
        Element.Of(
            "p",
            $"The C# library TinyAutograd trained this model for {Digits.Count(report.State.Step)} steps, and wrote its results and the weights of a dozen moments into this file. The forward pass that answers here is one script of its own, ",
            Element.Of("a", Assets.EngineName).With("href", Assets.EngineName),
            ", written beside this page to be opened and edited. It mirrors, line for line where it can, these files:"
        );

    private static Element Live() =>
        Element.Of(
            "p",
            "Every number on this page comes from the C# library TinyAutograd, which trains and computes in the program that serves it. The model is made of these files:"
        );
}
