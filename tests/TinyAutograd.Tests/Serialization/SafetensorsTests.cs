using System.Text;

namespace TinyAutograd.Tests.Serialization;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static SafetensorsFile Sample() =>
        new(
            [
                SafetensorsTensor.Of(
                    "mask",
                    Mask.Of([
                        [true, false, true],
                    ])
                ),
                SafetensorsTensor.Of(
                    "weight",
                    Variable.Of<float>([
                        [1.5f, -2],
                        [0, float.NaN],
                    ])
                ),
                SafetensorsTensor.Of("bias", Variable.Of([double.Epsilon, -0.0, 1e308])),
                SafetensorsTensor.Of("scalar", Variable.Of(double.PositiveInfinity)),
                SafetensorsTensor.Of("none", Variable.Zeros<float>([0, 3])),
                SafetensorsTensor.Of("größe \"1\"\n", Indices.Of(-1, int.MaxValue, int.MinValue)),
                SafetensorsTensor.Of("wide", [long.MinValue, long.MaxValue], [2, 1]),
            ],
            new Dictionary<string, string> { ["step"] = "12", ["note"] = "ä\\\"\u0001🙂" }
        );

    [Fact]
    public void What_was_written_is_read_back_bit_for_bit()
    {
        var written = Sample();
        var read = Safetensors.Parse(Safetensors.ToBytes(written));
        Assert.Equal(written.Metadata, read.Metadata);
        Assert.Equal(
            written.Tensors.Select(tensor => (tensor.Name, tensor.Type, tensor.Shape)),
            read.Tensors.Select(tensor => (tensor.Name, tensor.Type, tensor.Shape))
        );
        Assert.All(
            written.Tensors,
            tensor => Assert.Equal(tensor.Bytes.ToArray(), read[tensor.Name].Bytes.ToArray())
        );
        Assert.Equal([double.Epsilon, -0.0, 1e308], read["bias"].ReadVariable<double>().ToArray());
        Assert.Equal([1.5f, -2, 0, float.NaN], read["weight"].ReadVariable<float>().ToArray());
        Assert.Equal([true, false, true], read["mask"].ReadMask().ToArray());
        Assert.Equal(
            [-1, int.MaxValue, int.MinValue],
            read["größe \"1\"\n"].ReadIndices().ToArray()
        );
        Assert.Equal([long.MinValue, long.MaxValue], read["wide"].ReadInt64());
        Assert.Equal(Shape.Of(0, 3), read["none"].ReadVariable<float>().Shape);
    }

    [Fact]
    public void Equal_contents_give_equal_bytes_whatever_the_order()
    {
        var sample = Sample();
        var turned = new SafetensorsFile(
            sample.Tensors.Reverse(),
            sample.Metadata.Reverse().ToDictionary()
        );
        Assert.Equal(Safetensors.ToBytes(sample), Safetensors.ToBytes(turned));
    }

    [Fact]
    public void The_header_is_padded_with_spaces_and_every_array_is_aligned()
    {
        var bytes = Safetensors.ToBytes(Sample());
        var length = (int)BitConverter.ToInt64(bytes);
        Assert.Equal(0, length % 8);
        Assert.EndsWith(
            "}",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '),
            StringComparison.Ordinal
        );
        long begin = 0;
        foreach (var tensor in Sample().Tensors)
        {
            var size = tensor.Type switch
            {
                SafetensorsType.F64 or SafetensorsType.I64 => 8,
                SafetensorsType.F32 => 4,
                _ => 1,
            };
            Assert.Equal(0, begin % size);
            begin += tensor.Bytes.Length;
        }
    }

    [Fact]
    public void The_bytes_of_a_small_file_are_those_of_the_format()
    {
        var bytes = Safetensors.ToBytes(
            new SafetensorsFile([SafetensorsTensor.Of("a", Variable.Of([1.0f, -2.0f]))])
        );
        const string Header = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  """;
        Assert.Equal(
            [
                .. new byte[] { (byte)Header.Length, 0, 0, 0, 0, 0, 0, 0 },
                .. Encoding.UTF8.GetBytes(Header),
                .. new byte[] { 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0 },
            ],
            bytes
        );
    }

    [Fact]
    public void Names_are_written_as_the_letters_they_have()
    {
        var tensor = SafetensorsTensor.Of("größe<1>", Variable.Zeros<float>([2, 0]));
        Assert.Equal("größe<1> F32 (2, 0)", tensor.ToString());
        var text = Encoding.UTF8.GetString(Safetensors.ToBytes(new SafetensorsFile([tensor])));
        Assert.Contains("{\"größe<1>\":{", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_parsed_shares_the_memory_that_was_given()
    {
        var bytes = Safetensors.ToBytes(Sample());
        var read = Safetensors.Parse(bytes)["bias"].Bytes;
        bytes[bytes.AsSpan().IndexOf(read.Span)] ^= 1;
        Assert.NotEqual(Sample()["bias"].Bytes.ToArray(), read.ToArray());
    }

    [Fact]
    public void A_file_is_saved_and_loaded_and_replaced_as_a_whole()
    {
        var path = Path.Combine(folder, "model.safetensors");
        Safetensors.Save(path, [SafetensorsTensor.Of("old", Variable.Of(1.0))]);
        Safetensors.Save(path, Sample());
        var file = Safetensors.Load(path);
        Assert.Equal(Safetensors.ToBytes(Sample()), File.ReadAllBytes(path));
        Assert.False(file.Contains("old"));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(folder, "model.safetensors");
        Directory.CreateDirectory(path); // a folder cannot be replaced by a file
        Assert.ThrowsAny<Exception>(() => Safetensors.Save(path, Sample()));
        Assert.Empty(Directory.GetFiles(folder));
        Assert.Throws<DirectoryNotFoundException>(() =>
            Safetensors.Save(Path.Combine(folder, "missing", "a.safetensors"), Sample())
        );
    }

    [Fact]
    public void Streams_are_read_from_their_position_whether_they_can_seek_or_not()
    {
        var bytes = Safetensors.ToBytes(Sample());
        using var stream = new MemoryStream([1, 2, 3, .. bytes]) { Position = 3 };
        Assert.Equal(7, Safetensors.Load(stream).Tensors.Count);
        using var oneWay = new OneWayStream(new MemoryStream(bytes));
        Assert.Equal(bytes, Safetensors.ToBytes(Safetensors.Load(oneWay)));
    }

    [Fact]
    public void Single_and_double_precision_convert_when_asked()
    {
        var file = new SafetensorsFile([
            SafetensorsTensor.Of("single", Variable.Of([0.1f, float.MaxValue])),
            SafetensorsTensor.Of("double", Variable.Of([0.1, 1e300])),
        ]);
        Assert.Equal([0.1f, float.MaxValue], file["single"].ReadVariable<double>().ToArray());
        Assert.Equal(
            [0.1f, float.PositiveInfinity],
            file["double"].ReadVariable<float>().ToArray()
        );
    }

    [Fact]
    public void Reading_as_another_type_names_the_tensor_and_the_right_method()
    {
        var file = Sample();
        AssertSays(() => file["bias"].ReadIndices(), "'bias'", "F64", "ReadVariable");
        AssertSays(() => file["wide"].ReadVariable<float>(), "'wide'", "I64", "ReadIndices");
        AssertSays(() => file["mask"].ReadVariable<float>(), "'mask'", "BOOL", "ReadMask");
        AssertSays(() => file["weight"].ReadMask(), "'weight'", "F32", "ReadVariable");
        AssertSays(() => file["wide"].ReadIndices(), "'wide'", "-9223372036854775808", "ReadInt64");

        static void AssertSays(Func<object> read, params string[] words)
        {
            var error = Assert.Throws<InvalidDataException>(read);
            Assert.All(
                words,
                word => Assert.Contains(word, error.Message, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void A_missing_name_is_answered_with_those_there_are()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => Sample()["bais"]);
        Assert.Contains("'bais'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'bias'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_back_cannot_be_made()
    {
        var x = Variable.Of(1.0);
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Of("__metadata__", x));
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Of("half \ud83d", x));
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Of("\ude42", x));
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Of("a", [1L, 2L], [3]));
        Assert.Throws<ArgumentException>(() =>
            new SafetensorsFile([SafetensorsTensor.Of("a", x), SafetensorsTensor.Of("a", x)])
        );
        Assert.Throws<ArgumentException>(() =>
            new SafetensorsFile([], new Dictionary<string, string> { ["a"] = "\udc00" })
        );
        Assert.Empty(Safetensors.Parse(Safetensors.ToBytes(new SafetensorsFile([]))).Tensors);
    }
}
