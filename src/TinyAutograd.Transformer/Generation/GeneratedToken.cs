namespace TinyAutograd.Transformer;

/// <summary>One token of a generated text, and how likely it was.</summary>
/// <param name="Token">Its number.</param>
/// <param name="Text">What it adds to the text: the characters that it completes, none if it only ends it. All of these, one after the other,
/// are the text.</param>
/// <param name="LogProbability">The model's, in nats: the logarithm of <see cref="ModelProbability"/>.</param>
/// <param name="Probability">The one that it was drawn with, after penalty, temperature, top-k, top-p and min-p.</param>
/// <param name="IsEnd">Whether it is the end token or a stop token.</param>
public sealed record GeneratedToken(
    int Token,
    string Text,
    double LogProbability,
    double Probability,
    bool IsEnd
)
{
    /// <summary>The model's own probability, before the sampling options: softmax of the logits.</summary>
    public double ModelProbability => Math.Exp(LogProbability);
}
