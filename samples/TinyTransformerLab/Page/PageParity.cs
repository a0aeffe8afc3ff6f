namespace TinyTransformerLab;

/// <summary>What the C# engine said of the last snapshot. The page computes it once more and shows the largest difference.</summary>
/// <param name="Word">The word that was looked at.</param>
/// <param name="Sampling">How letters were chosen.</param>
/// <param name="Attention">Where the heads look.</param>
/// <param name="NextLetter">The odds of a letter.</param>
/// <param name="Lens">What the model would say early.</param>
/// <param name="Explain">Why a letter.</param>
/// <param name="Trick">The trick behind attention; the page takes the sentences of its steps from here.</param>
/// <param name="Names">Generated items.</param>
/// <param name="Ablation">The head that matters most.</param>
internal sealed record PageParity(
    string Word,
    SamplingOptions Sampling,
    AttentionView Attention,
    NextLetterView NextLetter,
    LensView Lens,
    ExplainView Explain,
    TrickView Trick,
    GenerationView Names,
    AblationView Ablation
)
{
    public static PageParity Of(LabReport report) =>
        new(
            report.Attention.Word.Typed,
            report.Names.Sampling,
            report.Attention,
            report.NextLetter,
            report.Lens,
            report.Explanation,
            report.Trick,
            report.Names,
            report.Ablation with
            {
                Heads = [report.Ablation.Heads.MaxBy(head => Math.Abs(head.Difference))!],
            }
        );
}
