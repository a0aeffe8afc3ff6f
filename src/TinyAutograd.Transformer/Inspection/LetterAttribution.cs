using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Which score of the chosen letter is explained.</summary>
public enum AttributedScore
{
    /// <summary>The natural logarithm of its probability: the letter against all others.</summary>
    LogProbability,

    /// <summary>Its logit: the letter by itself.</summary>
    Logit,
}

/// <summary>Why this letter: what each position before it contributes to its score, by two methods that know nothing of each other.</summary>
/// <param name="Tokens">T texts that the model reads, the mark first.</param>
/// <param name="Position">The position whose prediction is explained: the letter stands behind it.</param>
/// <param name="Letter">The chosen letter, or the mark for the end.</param>
/// <param name="Kind">Which score is explained.</param>
/// <param name="Score">Its value: nats for a log-probability.</param>
/// <param name="InputTimesGradient">T numbers: the embedding (token and position) of each position times the gradient of the score there,
/// summed over the channels. Exactly 0 behind <paramref name="Position"/>.</param>
/// <param name="Occlusion">T numbers: how much the score falls if the position's token is replaced by the mark. The position embedding stays.
/// Exactly 0 behind <paramref name="Position"/>, and where the token is the mark already.</param>
public sealed record LetterAttribution(
    IReadOnlyList<string> Tokens,
    int Position,
    string Letter,
    AttributedScore Kind,
    double Score,
    IReadOnlyList<double> InputTimesGradient,
    IReadOnlyList<double> Occlusion
);

public static partial class GptInspection
{
    /// <summary>Explains the letter that stands at a place of a text: why the model would choose it there.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Of the model's vocabulary.</param>
    /// <param name="text">At most T − 1 characters for a context of T; the mark stands before it.</param>
    /// <param name="index">Number of the character in the text, from 0; its length means the mark that ends it.</param>
    /// <param name="kind">Which score is explained.</param>
    /// <returns>The contributions of all T positions of the text, the mark first.</returns>
    /// <exception cref="ArgumentException">The text does not fit, the vocabularies differ, or there is no such character.</exception>
    /// <remarks>Cost: one forward and one backward pass, and T forward passes for the occlusion. Source of occlusion: Zeiler and Fergus 2014.</remarks>
    public static LetterAttribution Explain<T>(
        this Gpt<T> model,
        CharacterTokenizer tokenizer,
        string text,
        int index,
        AttributedScore kind = AttributedScore.LogProbability
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var tokens = Prompt.Encode(model, tokenizer, text);
        if ((uint)index >= (uint)tokens.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index),
                $"There is no character {index} in \"{text}\" with {tokens.Length - 1}: the first is 0, and {tokens.Length - 1} the end."
            );
        }
        var letter = index + 1 < tokens.Length ? tokens[index + 1] : CharacterTokenizer.Mark;
        using var workspace = new Workspace<T>();
        var embedding = model.Embed(Prompt.Row(tokens))[0].Detach(); // (T, C)
        var score = ScoreOf(tokens);
        return new LetterAttribution(
            [.. tokens.Select(tokenizer.Decode)],
            index,
            tokenizer.Decode(letter),
            kind,
            score,
            InputTimesGradient(embedding, Score),
            [.. tokens.Select((_, place) => score - ScoreOf(Occlude(tokens, place)))]
        );

        double ScoreOf(int[] row) =>
            double.CreateChecked(Score(model.Embed(Prompt.Row(row))[0]).Item());

        Variable<T> Score(Variable<T> x) // (T, C)
        {
            var logits = model.ForwardEmbedded(x.Unsqueeze(0))[0, index]; // (V)
            return (kind == AttributedScore.Logit ? logits : logits.LogSoftmax())[letter]; // ()
        }
    }

    private static int[] Occlude(int[] tokens, int place)
    {
        int[] occluded = [.. tokens];
        occluded[place] = CharacterTokenizer.Mark;
        return occluded;
    }
}
