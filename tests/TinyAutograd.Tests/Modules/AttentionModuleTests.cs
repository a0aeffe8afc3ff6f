namespace TinyAutograd.Tests.Modules;

/// <summary>MultiHeadAttention and the layers made of it.</summary>
public partial class AttentionModuleTests
{
    private const double Tolerance = 1e-13; // fewer than 100 roundings of numbers of the size of 1
    private static readonly GradientCheckOptions Few = new() { ElementLimit = 8, Directions = 1 };

    [Fact]
    public void Attention_and_its_gradients_are_those_of_PyTorch_with_its_weights()
    {
        var vector = new ModuleVector("attention");
        var attention = new MultiHeadAttention<double>(6, 3, new RandomGenerator(1));
        vector.Check(
            attention,
            ["query", "key", "value"],
            x => new() { ["y"] = attention.Forward(x[0], x[1], x[2], vector.Mask) }
        );
    }

    [Theory]
    [InlineData("encoder_postnorm")]
    [InlineData("encoder_prenorm")]
    public void Encoder_layers_are_those_of_PyTorch(string name)
    {
        var vector = new ModuleVector(name);
        var isPreNorm = name == "encoder_prenorm";
        var layer = new TransformerEncoderLayer<double>(
            6,
            2,
            9,
            new RandomGenerator(1),
            isPreNorm: isPreNorm,
            activation: isPreNorm ? VariableOps.Gelu : null
        );
        vector.Check(
            layer,
            ["x"],
            x => new() { ["y"] = layer.Forward(x[0], vector.Mask.Reshape([2, 1, 4])) }
        );
    }

    [Theory]
    [InlineData("decoder_postnorm")]
    [InlineData("decoder_prenorm")]
    public void Decoder_layers_are_those_of_PyTorch(string name)
    {
        var vector = new ModuleVector(name);
        var isPreNorm = name == "decoder_prenorm";
        var layer = new TransformerDecoderLayer<double>(
            6,
            2,
            9,
            new RandomGenerator(1),
            isPreNorm: isPreNorm,
            activation: isPreNorm ? VariableOps.Gelu : null
        );
        vector.Check(
            layer,
            ["x", "memory"],
            x =>
                new()
                {
                    ["y"] = layer.Forward(x[0], x[1], memoryMask: vector.Mask.Reshape([2, 1, 3])),
                }
        );
    }

    [Fact]
    public void Gradients_are_those_of_differences()
    {
        var attention = Attention();
        var mask = Mask.Of([
            [true, true, false],
            [false, true, true],
        ]);
        var (q, kv) = (Normal(1, 1, 2, 6), Normal(2, 1, 3, 6));
        GradientCheck
            .Of(x => attention.Forward(x[0], x[1], x[1], mask), [q, kv], Few)
            .ThrowIfFailed();
        GradientCheck
            .Of(() => attention.Forward(kv), attention, Few with { MaxOrder = 1 })
            .ThrowIfFailed();
        var random = new RandomGenerator(3);
        var encoder = new TransformerEncoderLayer<double>(
            6,
            2,
            5,
            random,
            activation: VariableOps.Gelu
        );
        GradientCheck.Of(x => encoder.Forward(x), kv, Few).ThrowIfFailed();
        var decoder = new TransformerDecoderLayer<double>(
            6,
            2,
            5,
            random,
            isPreNorm: true,
            activation: VariableOps.Gelu
        );
        GradientCheck.Of(x => decoder.Forward(x[0], x[1]), [q, kv], Few).ThrowIfFailed();
    }

    [Fact]
    public void Dropout_is_at_work_in_training_only()
    {
        var layer = new TransformerEncoderLayer<double>(
            6,
            2,
            8,
            new RandomGenerator(1),
            dropout: 0.5
        );
        var plain = new TransformerEncoderLayer<double>(6, 2, 8, new RandomGenerator(1));
        var x = Normal(2, 2, 4, 6);
        Assert.NotEqual(layer.Forward(x).ToArray(), layer.Forward(x).ToArray());
        layer.Evaluate();
        plain.LoadParameters(layer.ExportParameters());
        Assert.Equal(plain.Forward(x).ToArray(), layer.Forward(x).ToArray());
        var attention = new MultiHeadAttention<double>(6, 2, new RandomGenerator(1), dropout: 0.5);
        Assert.NotEqual(attention.Forward(x).ToArray(), attention.Forward(x).ToArray());
    }

    [Fact]
    public void A_saved_decoder_layer_computes_the_same_bits_when_loaded()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            var saved = new TransformerDecoderLayer<float>(6, 2, 8, new RandomGenerator(1));
            saved.Save(path);
            var loaded = new TransformerDecoderLayer<float>(6, 2, 8, new RandomGenerator(2));
            loaded.Load(path);
            var x = Variable.Normal<float>([2, 4, 6], new RandomGenerator(3));
            Assert.Equal(saved.Forward(x, x).ToArray(), loaded.Forward(x, x).ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_by_name()
    {
        var attention = Attention();
        var x = Normal(1, 2, 4, 6);
        AssertRefused("x (4, 6) must be (B, T, 6)", () => attention.Forward(x[0]));
        AssertRefused("key (2, 4, 5)", () => attention.Forward(x, x[.., .., ..5], x));
        AssertRefused(
            "mask (2, 3)",
            () => attention.Forward(x, Mask.Of([true, true, true, true, true, true], [2, 3]))
        );
        AssertRefused("Lq = Lk", () => attention.Forward(x[.., ..2], x, x, isCausal: true));
        AssertRefused(
            "6 channels cannot be divided among 4 heads",
            () => new MultiHeadAttention<float>(6, 4, new RandomGenerator(1))
        );
    }

    [Fact]
    public void An_embedding_leaves_the_row_of_its_padding_as_it_is()
    {
        var table = new Embedding<double>(4, 3, new RandomGenerator(1), paddingIndex: 1);
        Assert.Equal(new double[3], table.Weight.Value[1].ToArray());
        table.Weight.Assign(Variable.Arange<double>(12).AsSpan()); // as from a file: the row need not be 0
        var indices = Indices.Of([
            [1, 0, 3],
            [3, 1, 1],
        ]);
        using var tape = new Tape<double>();
        var y = table.Forward(indices);
        Assert.Equal(table.Weight.Value.Embedding(indices).ToArray(), y.ToArray());
        Assert.Equal(
            [1.0, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 2],
            tape.Gradients(y.Sum(), of: table.Parameters)[0].ToArray()
        );
        AssertRefused(
            "padding index 4 is not in [0, 4)",
            () => new Embedding<double>(4, 3, new RandomGenerator(1), paddingIndex: 4)
        );
    }

    private static MultiHeadAttention<double> Attention()
    {
        var attention = new MultiHeadAttention<double>(6, 3, new RandomGenerator(1));
        // Biases begin as 0, which would hide mistakes.
        attention.Parameters[1].Assign(Normal(9, 18).AsSpan());
        return attention;
    }

    private static Variable<double> Normal(long seed, params int[] sizes) =>
        Variable.Normal<double>(Shape.Of(sizes), new RandomGenerator(seed));

    private static void AssertClose(Variable<double> want, Variable<double> got)
    {
        Assert.Equal(want.Shape, got.Shape);
        Assert.All(
            want.ToArray().Zip(got.ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, Tolerance)
        );
    }

    private static void AssertRefused(string part, Func<object> call) =>
        Assert.Contains(
            part,
            Assert.ThrowsAny<ArgumentException>(call).Message,
            StringComparison.Ordinal
        );
}
