using System.Numerics;

namespace TinyAutograd.Transformer;

public static partial class GptInspection
{
    // Texts that are looked at in one forward pass.
    private const int RowsPerPass = 64;

    /// <summary>What kind of head each one is: where it looks more than chance would, over these texts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">Of the model's vocabulary.</param>
    /// <param name="texts">For example the held-out items; each at most T − 1 characters for a context of T.</param>
    /// <param name="threshold">The margin over chance that a kind must exceed to be named, in (0, 1).</param>
    /// <returns>L·H reports, layer by layer.</returns>
    /// <exception cref="ArgumentException">There are no texts, one does not fit, the vocabularies differ, or the threshold is out of range.</exception>
    public static IReadOnlyList<HeadKindReport> HeadKinds<T>(
        this Gpt<T> model,
        CharacterTokenizer tokenizer,
        IEnumerable<string> texts,
        double threshold = HeadKindMeter.DefaultThreshold
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(texts);
        int[][] encoded = [.. texts.Select(text => Prompt.Encode(model, tokenizer, text))];
        if (encoded.Length == 0)
        {
            throw new ArgumentException("There are no texts to look at.", nameof(texts));
        }
        var (layers, heads) = (model.Config.LayerCount, model.Config.HeadCount);
        var meters = Enumerable.Range(0, layers * heads).Select(_ => new HeadKindMeter()).ToArray();
        foreach (var rows in encoded.Chunk(RowsPerPass))
        {
            using var workspace = new Workspace<T>();
            var trace = model.Trace(Pad(rows));
            for (var layer = 0; layer < layers; layer++)
            {
                Measure(rows, trace[layer, TraceName.Pattern], meters.AsSpan(layer * heads, heads));
            }
        }
        return
        [
            .. meters.Select(
                (meter, i) =>
                    new HeadKindReport(
                        i / heads,
                        i % heads,
                        meter.Name(threshold),
                        threshold,
                        meter.Scores
                    )
            ),
        ];
    }

    private static void Measure<T>(int[][] rows, Variable<T> pattern, Span<HeadKindMeter> meters) // (B, H, T, T)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var length = pattern.Shape[-1];
        var matrix = length * length;
        for (var row = 0; row < rows.Length; row++)
        {
            for (var head = 0; head < meters.Length; head++)
            {
                var start = (row * meters.Length + head) * matrix;
                meters[head].Add(rows[row], pattern.AsSpan().Slice(start, matrix), length);
            }
        }
    }

    // Filled up with marks to the longest: what stands behind a text has no influence on it.
    private static Indices Pad(int[][] rows)
    {
        var length = rows.Max(row => row.Length);
        var tokens = new int[rows.Length * length];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(tokens.AsSpan(row * length));
        }
        return Indices.Of(tokens, [rows.Length, length]);
    }
}
