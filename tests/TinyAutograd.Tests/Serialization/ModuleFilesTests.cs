using System.Numerics;

namespace TinyAutograd.Tests.Serialization;

public sealed class ModuleFilesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tiny-autograd-");

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);

    private sealed class Pair<T> : Module<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Pair(long seed, int size = 3)
        {
            var random = new RandomGenerator(seed);
            AddParameter("left.weight", Variable.Normal<T>([2, size], random));
            AddParameter("right", Variable.Normal<T>([], random));
        }
    }

    [Fact]
    public void A_saved_module_comes_back_bit_for_bit()
    {
        var saved = new Pair<float>(1);
        saved.Save(PathOf("model"), new Dictionary<string, string> { ["kind"] = "pair" });
        var loaded = new Pair<float>(2);
        var file = loaded.Load(PathOf("model"));
        AssertSame(saved, loaded);
        Assert.Equal("pair", file.Metadata["kind"]);
    }

    [Fact]
    public void A_float_file_is_exact_in_double_and_comes_back_as_the_same_float()
    {
        var single = new Pair<float>(1);
        single.Save(PathOf("single"));
        var wide = new Pair<double>(2);
        wide.Load(PathOf("single"));
        wide.Save(PathOf("wide"));
        var back = new Pair<float>(3);
        back.Load(PathOf("wide"));
        AssertSame(single, back);
    }

    [Fact]
    public void A_file_of_another_model_is_refused_and_nothing_changes()
    {
        new Pair<float>(1, size: 4).Save(PathOf("other"));
        var module = new Pair<float>(2);
        var before = module.ExportParameters();
        var error = Assert.Throws<InvalidDataException>(() => module.Load(PathOf("other")));
        Assert.Contains(
            "'left.weight' (2, 4) instead of (2, 3)",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            $"Safetensors: '{PathOf("other")}': ",
            error.Message,
            StringComparison.Ordinal
        );
        Safetensors.Save(
            PathOf("integers"),
            [
                SafetensorsTensor.Of("left.weight", Indices.Of([1, 2, 3, 4, 5, 6], [2, 3])),
                SafetensorsTensor.Of("right", Indices.Scalar(1)),
            ]
        );
        Assert.Throws<InvalidDataException>(() => module.Load(PathOf("integers")));
        Assert.Throws<FileNotFoundException>(() => module.Load(PathOf("nothing")));
        foreach (var (name, parameter) in module.NamedParameters)
        {
            Assert.Equal(before[name].ToArray(), parameter.Value.ToArray());
        }
    }

    [Fact]
    public void A_buffer_is_read_from_integers_too_and_a_parameter_is_not()
    {
        var module = new Counter();
        Safetensors.Save(
            PathOf("count"),
            [
                SafetensorsTensor.Of("count", Indices.Scalar(41)),
                SafetensorsTensor.Of("weight", Variable.Of(2f)),
            ]
        );
        module.Load(PathOf("count"));
        Assert.Equal([41f], module.NamedBuffers[0].Value.Value.ToArray());
        Assert.Equal([2f], module.NamedParameters[0].Value.Value.ToArray());
        Safetensors.Save(
            PathOf("weight"),
            [
                SafetensorsTensor.Of("count", Variable.Of(42f)),
                SafetensorsTensor.Of("weight", Indices.Scalar(3)),
            ]
        );
        var error = Assert.Throws<InvalidDataException>(() => module.Load(PathOf("weight")));
        Assert.Equal(
            $"Safetensors: '{PathOf("weight")}', tensor 'weight': it holds I64 and was read as F64, F32, F16 or BF16. Read it with ReadIndices.",
            error.Message
        );
        Assert.Equal([41f], module.NamedBuffers[0].Value.Value.ToArray());
    }

    private sealed class Counter : Module<float>
    {
        public Counter()
        {
            AddParameter("weight", Variable.Of(1f));
            AddBuffer("count", Variable.Of(0f));
        }
    }

    private static void AssertSame(Module<float> expected, Module<float> actual)
    {
        foreach (
            var ((_, left), (_, right)) in expected.NamedParameters.Zip(actual.NamedParameters)
        )
        {
            Assert.Equal(
                left.Value.ToArray().Select(BitConverter.SingleToInt32Bits),
                right.Value.ToArray().Select(BitConverter.SingleToInt32Bits)
            );
        }
    }
}
