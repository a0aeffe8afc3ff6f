using System.Diagnostics;

namespace TinyAutograd.Benchmarks;

/// <summary>Decoding: token after token with a key-value cache, one row at a time.</summary>
internal sealed class DecodingWork : IComparedWork
{
    private readonly KeyValueCache<float> cache;
    private readonly int[] tokens;
    private int next;

    /// <summary>An empty cache before GPT-2's smallest model, or a model of the same sizes as a configuration's.</summary>
    public DecodingWork(GptConfig config)
    {
        Model = new Gpt<float>(config, new RandomGenerator(1));
        cache = new KeyValueCache<float>(Model);
        var random = new RandomGenerator(3);
        tokens = new int[config.ContextLength];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = (int)(random.NextUInt32() % (uint)config.VocabularySize);
        }
    }

    /// <summary>The model.</summary>
    public Gpt<float> Model { get; }

    /// <summary>What is read, one token after the other: a whole context.</summary>
    public Indices Tokens => Indices.Of(tokens);

    /// <summary>The logits after the last token.</summary>
    public float[] Logits => cache.Logits.ToArray();

    /// <inheritdoc/>
    public string Kind => "decode";

    /// <inheritdoc/>
    public int Limit => tokens.Length;

    /// <summary>Bytes of weights that each token needs: all but the other rows of the position embedding.</summary>
    public double BytesPerToken =>
        sizeof(float)
        * (
            (double)Model.Config.WeightCount
            - Model.PositionEmbedding!.Weight.Length
            + Model.Config.ChannelCount
        );

    /// <summary>The first logit of each token is its number.</summary>
    public void Run(Span<double> seconds, Span<float> values)
    {
        for (var i = 0; i < seconds.Length; i++)
        {
            var before = Stopwatch.GetTimestamp();
            var logits = cache.Append(tokens[next]);
            seconds[i] = Stopwatch.GetElapsedTime(before).TotalSeconds;
            values[i] = logits[0];
            next = (next + 1) % tokens.Length;
        }
    }
}
