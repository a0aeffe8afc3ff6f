namespace TinyAutograd.Transformer;

/// <summary>The yardstick: predicts the next character from how often it followed the last ones. No gradients, only counting.</summary>
/// <remarks>With n characters in view: p(c | context) = (count(context, c) + k) / (count(context) + k·V), "add-k smoothing".
/// Source: Jurafsky and Martin, Speech and Language Processing, chapter on n-gram language models.</remarks>
public sealed class CountModel
{
    private readonly Dictionary<(long Context, int Token), int> pairs = [];
    private readonly Dictionary<long, int> contexts = [];
    private readonly CharacterTokenizer tokenizer;
    private readonly int order;
    private readonly double smoothing;

    /// <summary>Counts these items.</summary>
    /// <param name="tokenizer">Gives the tokens.</param>
    /// <param name="items">What to count.</param>
    /// <param name="order">Length of the counted groups: 1 letters, 2 pairs, 3 triples, … up to 8.</param>
    /// <param name="smoothing">k &gt; 0: what is added to every count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is not in 1 … 8, or k is not positive.</exception>
    /// <exception cref="ArgumentException">An item has a character that is not in the vocabulary.</exception>
    public CountModel(
        CharacterTokenizer tokenizer,
        IEnumerable<string> items,
        int order,
        double smoothing
    )
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 8);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smoothing);
        (this.tokenizer, this.order, this.smoothing) = (tokenizer, order, smoothing);
        foreach (var item in items)
        {
            foreach (var (context, token) in Predictions(item))
            {
                pairs[(context, token)] = pairs.GetValueOrDefault((context, token)) + 1;
                contexts[context] = contexts.GetValueOrDefault(context) + 1;
            }
        }
    }

    /// <summary>Mean negative log-likelihood in nats per predicted character, the end mark counted.</summary>
    /// <param name="items">At least one.</param>
    /// <exception cref="ArgumentException">There is no item, or one has an unknown character.</exception>
    public double Loss(IEnumerable<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var (sum, count) = (0.0, 0L);
        foreach (var item in items)
        {
            foreach (var (context, token) in Predictions(item))
            {
                var seen = pairs.GetValueOrDefault((context, token)) + smoothing;
                var total =
                    contexts.GetValueOrDefault(context) + smoothing * tokenizer.VocabularySize;
                sum -= Math.Log(seen / total);
                count++;
            }
        }
        return count > 0
            ? sum / count
            : throw new ArgumentException("There is nothing to predict.", nameof(items));
    }

    // The context is the number that the last order − 1 tokens spell in base V; before the start all tokens are the mark.
    private IEnumerable<(long Context, int Token)> Predictions(string item)
    {
        long size = 1;
        for (var i = 1; i < order; i++)
        {
            size = checked(size * tokenizer.VocabularySize);
        }
        long context = 0;
        foreach (var token in tokenizer.Encode(item).Append(CharacterTokenizer.Mark))
        {
            yield return (context, token);
            context = (context * tokenizer.VocabularySize + token) % size;
        }
    }
}
