using TinyAutograd;

/// <summary>A recurrent model of letters: embedding, LSTM, and a score for each letter that may come next.</summary>
internal sealed class LetterModel : Module<float>
{
    private const int EmbeddingSize = 16;
    private const int HiddenSize = 96;

    private readonly Embedding<float> embedding;
    private readonly Lstm<float> lstm;
    private readonly Linear<float> head;

    public LetterModel(RandomGenerator random)
    {
        embedding = AddModule(
            "embedding",
            new Embedding<float>(Names.TokenCount, EmbeddingSize, random)
        );
        lstm = AddModule("lstm", new Lstm<float>(EmbeddingSize, HiddenSize, random));
        head = AddModule("head", new Linear<float>(HiddenSize, Names.TokenCount, random));
    }

    /// <summary>The mean loss of a batch of names, in nats per letter, their ends counted.</summary>
    public Variable<float> Loss(string[] names)
    {
        var (inputs, targets, lengths) = Names.Batch(names);
        var (outputs, _) = lstm.Unroll(embedding.Forward(inputs), lengths: lengths);
        return head.Forward(outputs).SequenceCrossEntropy(targets, lengths);
    }

    /// <summary>Writes a name, letter by letter, each drawn from what the model expects; the state is all that it remembers.</summary>
    public string Write(RandomGenerator random, float temperature)
    {
        using var workspace = new Workspace<float>();
        var (name, letter) = ("", 0);
        LstmState<float>? state = null;
        while (name.Length < 15)
        {
            var x = embedding.Forward(Indices.Of([letter], [1, 1])); // (1, 1, 16)
            (var output, state) = lstm.Unroll(x, state);
            var logits = head.Forward(output) / temperature; // (1, 1, 27)
            letter = new Categorical<float>(logits).Sample(random)[0];
            if (letter == 0)
            {
                break;
            }
            name += (char)('a' + letter - 1);
        }
        return name;
    }
}
