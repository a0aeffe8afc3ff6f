namespace TinyTransformerLab;

/// <content>What is fixed, described once.</content>
public sealed partial class LabSession
{
    private LabInfo Describe()
    {
        var config = Model.Config;
        return new LabInfo(
            data.Label,
            data.Noun,
            Config.Preset,
            config.LayerCount,
            config.HeadCount,
            config.ChannelCount,
            config.HeadSize,
            config.ContextLength,
            config.VocabularySize,
            Tokenizer.Characters,
            config.WeightCount,
            data.Items.Training.Count,
            data.Items.HeldOut.Count,
            Config.Seed,
            "AdamW",
            Baselines(config.VocabularySize),
            Strip(ModelTable.ToGpt2(config), config),
            ModelTable.ToGpt2(config)
        );
    }

    private Baseline[] Baselines(int vocabularySize) =>
        [
            new("guessing", $"every letter alike: ln {vocabularySize}", Math.Log(vocabularySize)),
            Counted(1, "letter counts", "how often each letter occurs"),
            Counted(2, "letter pairs", "how often it follows the letter before"),
            Counted(3, "letter triples", "how often it follows the last two letters"),
            Counted(4, "letter fours", "how often it follows the last three letters"),
        ];

    private Baseline Counted(int order, string name, string words) =>
        new(
            name,
            words,
            new CountModel(Tokenizer, data.Items.Training, order, CountSmoothing).Loss(
                data.Items.HeldOut
            )
        );

    // Behind the embedding the stream is (B, T, C) everywhere; attention is (B, H, T, D), the network (B, T, 4C), the head (B, T, V).
    private StripBox[] Strip(ModelTable table, GptConfig config)
    {
        var weights = table.Weights.ToDictionary(row => row.Name, row => row.Here);
        var (b, t, c) = (trainer.Options.BatchSize, config.ContextLength, config.ChannelCount);
        var (l, h, d) = (config.LayerCount, config.HeadCount, config.HeadSize);
        return
        [
            new(
                "Embed + position",
                "A vector for the letter plus a vector for its place.",
                $"({b}, {t}, {c})",
                "(B, T, C)",
                weights["token embedding"] + weights["position embedding"],
                1,
                1,
                "generate"
            ),
            new(
                "LayerNorm",
                "Brings every vector to mean 0 and variance 1, then scales it.",
                $"({b}, {t}, {c})",
                "(B, T, C)",
                weights["layer norms"] + weights["final layer norm"],
                2 * l + 1,
                2,
                "trick"
            ),
            new(
                "Multi-head attention",
                "Each letter asks, finds, and fetches from the letters before it.",
                $"({b}, {h}, {t}, {d})",
                "(B, H, T, D)",
                weights["attention"],
                l,
                3,
                "attention"
            ),
            new(
                "MLP + GELU",
                "Each position thinks by itself, four times as wide.",
                $"({b}, {t}, {4 * c})",
                "(B, T, 4C)",
                weights["feed-forward"],
                l,
                4,
                "trick"
            ),
            new(
                "Unembed",
                config.HasTiedHead
                    ? "Compares the stream with every letter's vector: the embedding once more, so no weights of its own."
                    : "Compares the stream with a vector per letter.",
                $"({b}, {t}, {config.VocabularySize})",
                "(B, T, V)",
                weights["output head"],
                1,
                5,
                "generate"
            ),
            new(
                "Backprop",
                "Reads the tape backwards: for every weight, which way is down.",
                "()",
                "()",
                0,
                1,
                6,
                "train"
            ),
        ];
    }

    private static Chapter[] ChaptersOf(LabInfo info) =>
        [
            new(
                1,
                "From letters to vectors",
                [
                    $"A model cannot multiply letters, so each of the {info.VocabularySize} tokens owns a vector of {info.ChannelCount} numbers, a row of a table. They start random and are trained like all else; letters that behave alike, such as the vowels, end up near one another.",
                    $"Attention by itself does not know order: it would read a word as a bag of letters. So each of the {info.ContextLength} positions owns a vector, too, and the two are added. What leaves this box is the residual stream.",
                ]
            ),
            new(
                2,
                "LayerNorm: the same footing",
                [
                    "Before a part reads the stream, every vector is shifted to mean 0 and scaled to variance 1, over its own numbers: y = (x − mean) / √(variance + 0.00001) · gain + bias. The stream may grow from block to block; what the parts read does not.",
                    "The norm stands before each part and not behind it, so the stream itself is never scaled: a gradient finds a straight way from the loss down to the embedding.",
                ]
            ),
            new(
                3,
                "Attention: letters that talk",
                [
                    $"Three products turn what a position reads into a query (what am I looking for?), a key (what do I offer?) and a value (what do I hand over?), {info.HeadSize} numbers each. The score of a pair is the dot product of query and key, divided by √{info.HeadSize}; later positions are masked with −∞; a softmax turns each row into shares that sum to 1; and the shares mix the values.",
                    $"{info.HeadCount} heads do this side by side with weights of their own. Their results are joined, mixed by one more product, and added to the stream. It is the only place where positions talk to each other.",
                ]
            ),
            new(
                4,
                "A network for each position",
                [
                    $"What attention fetched has to be digested. Each position, by itself, goes through a layer of {4 * info.ChannelCount} neurons and back to {info.ChannelCount}: y = W₂·gelu(W₁·x + b₁) + b₂. GELU lets large numbers pass, holds small ones back, and is smooth in between. Two thirds of a block's weights are here.",
                ]
            ),
            new(
                5,
                "From vectors back to letters",
                [
                    $"After the last block and one more LayerNorm, the vector of a position is compared, by dot product, with each letter's vector from the first table. The {info.VocabularySize} scores are the logits; softmax makes them probabilities; and the loss is the surprise, −ln p, at the letter that truly came next. A model that knows nothing pays ln {info.VocabularySize} = {Digits.Loss(info.Baselines[0].Loss)}.",
                ]
            ),
            new(
                6,
                "Backpropagation: which way is down",
                [
                    "While the model computes, a tape lists every operation. Read backwards, it hands each operation the gradient of its result, and by the chain rule the operation hands gradients to its inputs, until every weight knows how the loss would change if it moved.",
                    $"The optimizer ({info.Optimizer}) then moves each of the {Digits.Count(info.WeightCount)} weights a little way down. That is all training is; the rest is repetition.",
                ]
            ),
        ];
}
