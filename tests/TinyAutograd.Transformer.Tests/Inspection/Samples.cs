using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Inspection;

/// <summary>Models whose every weight, biases and gains too, is drawn at random: nothing is 0 or 1 by chance of the initialisation.</summary>
internal static class Samples
{
    public static readonly CharacterTokenizer Tokenizer = CharacterTokenizer.FromItems([
        "abcdefghij",
    ]);

    public static readonly GptConfig Config = new()
    {
        VocabularySize = Tokenizer.VocabularySize,
        ContextLength = 9,
        LayerCount = 2,
        HeadCount = 3,
        ChannelCount = 12,
    };

    public static Gpt<T> Model<T>(long seed = 1, GptConfig? config = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(seed);
        var model = new Gpt<T>(config ?? Config, random);
        foreach (var parameter in model.Parameters)
        {
            parameter.Assign(
                Variable.Normal<T>(parameter.Shape, random, standardDeviation: 0.5).AsSpan()
            );
        }
        return model;
    }

    public static Indices Tokens(params int[] tokens) => Indices.Of(tokens, [1, tokens.Length]);

    /// <summary>Largest difference of two equally long rows of numbers.</summary>
    public static double Difference(IEnumerable<double> a, IEnumerable<double> b) =>
        a.Zip(b, (x, y) => Math.Abs(x - y)).DefaultIfEmpty(0).Max();
}
