using System.Numerics;
using TinyAutograd.Transformer.Tests.Generation;
using TinyAutograd.Transformer.Tests.Model;

namespace TinyAutograd.Transformer.Tests.Onnx;

/// <summary>What stands in a file, read by an independent reader; no runtime is needed.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("onnx");

    private string ModelPath => Path.Combine(folder.FullName, "model.onnx");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("small")]
    [InlineData("small_untied")]
    public void Each_node_reads_only_what_is_defined_before_it(string name)
    {
        NodesAreOrdered<float>(name);
        NodesAreOrdered<double>(name);
    }

    [Fact]
    public void Versions_and_free_axes_are_declared()
    {
        OnnxFile.Save(ModelPath, GptVectors.Load<float>("small"));
        var model = Read();
        Assert.Equal((9, "TinyAutograd"), (model.Integer(1), model.Text(2)));
        Assert.Equal(("", 20), (model.Message(8).Text(1), model.Message(8).Integer(2)));
        var (tokens, logits) = (Tensor(model, 11), Tensor(model, 12));
        Assert.Equal((7, 1), (tokens.Integer(1), logits.Integer(1))); // INT64, FLOAT
        Assert.Equal(["batch", "positions"], Axes(tokens).Select(axis => axis.Text(2)));
        Assert.Equal(["batch", "positions"], Axes(logits)[..2].Select(axis => axis.Text(2)));
        Assert.Equal(27, Axes(logits)[2].Integer(1));

        static ProtobufFields Tensor(ProtobufFields model, int field) =>
            model.Message(7).Message(field).Message(2).Message(1);

        static ProtobufFields[] Axes(ProtobufFields tensor) => tensor.Message(2).Messages(1);
    }

    [Theory]
    [InlineData("small", false)]
    [InlineData("small", true)]
    [InlineData("small_untied", false)]
    [InlineData("small_untied", true)]
    public void Each_parameter_stands_there_once_with_its_numbers(string name, bool isLarge)
    {
        Matches<float>(name, isLarge, type: 1);
        Matches<double>(name, isLarge, type: 11);
    }

    [Fact]
    public void Attributes_are_those_of_the_model()
    {
        var config = GptVectors.Load<float>("small").Config with { LayerNormEpsilon = 0.25 };
        OnnxFile.Save(ModelPath, new Gpt<float>(config, new RandomGenerator(1)));
        var norms = Graph()
            .Messages(1)
            .Where(node => node.Text(4) == "LayerNormalization")
            .ToArray();
        Assert.Equal(5, norms.Length);
        Assert.All(
            norms,
            norm =>
            {
                var attributes = norm.Messages(5).ToDictionary(attribute => attribute.Text(1));
                Assert.Equal(
                    (0.25f, 1),
                    (attributes["epsilon"].Float(2), attributes["epsilon"].Integer(20))
                );
                Assert.Equal(
                    (-1, 2),
                    (attributes["axis"].Integer(3), attributes["axis"].Integer(20))
                );
            }
        );
    }

    [Fact]
    public void Equal_models_give_equal_bytes()
    {
        OnnxFile.Save(ModelPath, GptVectors.Load<float>("small"));
        var first = File.ReadAllBytes(ModelPath);
        OnnxFile.Save(ModelPath, GptVectors.Load<float>("small"));
        Assert.Equal(first, File.ReadAllBytes(ModelPath));
        Assert.Equal(ModelPath, Assert.Single(Directory.GetFiles(folder.FullName)));
    }

    [Fact]
    public void A_weight_that_is_no_number_is_refused_and_the_old_file_stays()
    {
        var model = Models.Tiny(vocabularySize: 5, contextLength: 4);
        File.WriteAllText(ModelPath, "old");
        model
            .Blocks[1]
            .Attention.Output.Bias!.Assign([
                .. Enumerable.Repeat(float.NaN, model.Config.ChannelCount),
            ]);
        var error = Assert.Throws<ArgumentException>(() => OnnxFile.Save(ModelPath, model));
        Assert.Contains("h.1.attn.c_proj.bias", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(ModelPath));
        Assert.Equal(ModelPath, Assert.Single(Directory.GetFiles(folder.FullName)));
    }

    [Fact]
    public void Without_a_folder_nothing_is_written() =>
        Assert.Throws<DirectoryNotFoundException>(() =>
            OnnxFile.Save(
                Path.Combine(folder.FullName, "missing", "model.onnx"),
                Models.Tiny(vocabularySize: 5, contextLength: 4)
            )
        );

    private void NodesAreOrdered<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OnnxFile.Save(ModelPath, GptVectors.Load<T>(name));
        var graph = Graph();
        var defined = graph
            .Messages(5)
            .Select(tensor => tensor.Text(8))
            .Append(Assert.Single(graph.Messages(11)).Text(1))
            .ToHashSet();
        Assert.Equal(graph.Messages(5).Length + 1, defined.Count);
        var read = new HashSet<string>();
        foreach (var node in graph.Messages(1))
        {
            Assert.All(node.Texts(1), input => Assert.Contains(input, defined));
            Assert.All(node.Texts(2), output => Assert.True(defined.Add(output), output));
            Assert.Equal(node.Texts(2)[0], node.Text(3));
            read.UnionWith(node.Texts(1));
        }
        Assert.Equal(["logits"], defined.Except(read)); // nothing is computed or kept for nobody
        Assert.Equal("logits", Assert.Single(graph.Messages(12)).Text(1));
    }

    private void Matches<T>(string name, bool isLarge, int type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var model = GptVectors.Load<T>(name);
        OnnxFile.Save(ModelPath, model, isLarge ? 1_000 : int.MaxValue);
        var data = isLarge ? File.ReadAllBytes($"{ModelPath}.data") : [];
        var tensors = Graph().Messages(5).ToDictionary(tensor => tensor.Text(8));
        var end = 0;
        foreach (var parameter in model.Parameters)
        {
            var expected = SafetensorsTensor.Of(parameter.Name, parameter.Value).Bytes;
            var tensor = tensors[parameter.Name];
            Assert.Equal(type, tensor.Integer(2));
            Assert.Equal(
                parameter.Shape,
                Shape.Of([.. tensor.Integers(1).Select(size => (int)size)])
            );
            var actual = isLarge ? External(tensor) : Assert.Single(tensor.Bytes(9));
            Assert.Equal(expected.Span, actual.Span);
        }
        Assert.Equal(data.Length, end);

        ReadOnlyMemory<byte> External(ProtobufFields tensor)
        {
            Assert.Equal(1, tensor.Integer(14));
            Assert.Empty(tensor.Bytes(9));
            var entries = tensor
                .Messages(13)
                .ToDictionary(entry => entry.Text(1), entry => entry.Text(2));
            Assert.Equal("model.onnx.data", entries["location"]);
            var (offset, length) = (int.Parse(entries["offset"]), int.Parse(entries["length"]));
            end = Math.Max(end, offset + length);
            return data.AsMemory(offset, length);
        }
    }

    private ProtobufFields Read() => new(File.ReadAllBytes(ModelPath));

    private ProtobufFields Graph() => Read().Message(7);
}
