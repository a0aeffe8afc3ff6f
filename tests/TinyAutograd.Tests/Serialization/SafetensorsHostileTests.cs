using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace TinyAutograd.Tests.Serialization;

public class SafetensorsHostileTests
{
    private const string A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    public static TheoryData<string, int, string[]> BadHeaders { get; } =
        new()
        {
            // not an object, not JSON, not UTF-8 text
            { "", 0, ["not JSON"] },
            { "[]", 0, ["header", "object"] },
            { "null", 0, ["header", "object"] },
            { "{", 0, ["not JSON"] },
            { "{}x", 0, ["not JSON"] },
            { "{} {}", 0, ["not JSON"] },
            { "{" + A + ",}", 8, ["not JSON"] },
            { "{/* */" + A + "}", 8, ["not JSON"] },
            { "{\"\\ud800\":{}}", 0, ["Unicode"] },
            // names
            { "{" + A + "," + A + "}", 8, ["'a'", "twice"] },
            {
                "{" + A + ",\"\\u0061\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}",
                12,
                ["'a'", "twice"]
            },
            { "{\"__metadata__\":{},\"__metadata__\":{}}", 0, ["__metadata__", "twice"] },
            { "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, ["'k'", "twice"] },
            { "{\"__metadata__\":{\"k\":1}}", 0, ["'k'", "text"] },
            { "{\"__metadata__\":[]}", 0, ["__metadata__", "object"] },
            // dtype
            { Header("a", "F8_E5M2", "[4]", "[0,4]"), 4, ["'a'", "F8_E5M2", "F32"] },
            { Header("a", "f32", "[2]", "[0,8]"), 8, ["'a'", "f32"] },
            {
                "{\"a\":{\"dtype\":3,\"shape\":[2],\"data_offsets\":[0,8]}}",
                8,
                ["'a'", "dtype", "text"]
            },
            // properties
            { "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8, ["'a'", "missing"] },
            { "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8, ["'a'", "missing"] },
            { "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, ["'a'", "missing"] },
            {
                "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                8,
                ["'a'", "dtype", "twice"]
            },
            {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"strides\":[1],\"data_offsets\":[0,8]}}",
                8,
                ["'a'", "strides"]
            },
            { "{\"a\":[]}", 0, ["'a'", "object"] },
            // shape
            { Header("a", "F32", "[-2]", "[0,8]"), 8, ["'a'", "shape"] },
            { Header("a", "F32", "[2.0]", "[0,8]"), 8, ["'a'", "shape"] },
            { Header("a", "F32", "[2e0]", "[0,8]"), 8, ["'a'", "shape"] },
            { Header("a", "F32", "[\"2\"]", "[0,8]"), 8, ["'a'", "shape"] },
            { Header("a", "F32", "2", "[0,8]"), 8, ["'a'", "shape", "array"] },
            { Header("a", "F32", "[9223372036854775808]", "[0,8]"), 8, ["'a'", "shape"] },
            { Header("a", "F32", "[4294967298]", "[0,8]"), 8, ["'a'", "4294967298"] },
            { Header("a", "F32", "[65536,65536]", "[0,0]"), 0, ["'a'", "65536"] },
            { Header("a", "F32", "[65536,65536,0]", "[0,0]"), 0, ["'a'", "65536"] },
            { Header("a", "F32", "[1,1,1,1,1,1,1,1,2]", "[0,8]"), 8, ["'a'", "more than 8"] },
            { Header("a", "F64", "[2000000000]", "[0,16000000000]"), 8, ["'a'", "16,000,000,000"] },
            // offsets
            { Header("a", "F32", "[2]", "[0,7]"), 7, ["'a'", "needs 8"] },
            { Header("a", "F32", "[2]", "[8,0]"), 8, ["'a'", "data_offsets"] },
            { Header("a", "F32", "[2]", "[-8,0]"), 8, ["'a'", "data_offsets"] },
            { Header("a", "F32", "[2]", "[0]"), 8, ["'a'", "data_offsets"] },
            { Header("a", "F32", "[2]", "[0,8,8]"), 8, ["'a'", "data_offsets"] },
            {
                Header("a", "F32", "[0]", "[9223372036854775807,9223372036854775807]"),
                0,
                ["'a'", "gap"]
            },
            { "{" + A + "}", 7, ["'a'", "cut off"] },
            { "{" + A + "}", 9, ["1 bytes follow"] },
            { "{}", 1, ["1 bytes follow"] },
            { Header("a", "F32", "[2]", "[4,12]"), 12, ["'a'", "gap"] },
            {
                "{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                12,
                ["'b'", "overlap"]
            },
            {
                "{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                8,
                ["'b'", "overlap"]
            },
            {
                "{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[12,20]}}",
                20,
                ["'b'", "gap"]
            },
            // truth values
            { Header("m", "BOOL", "[2]", "[0,2]"), 2, ["'m'", "element 1", "BOOL"] },
        };

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void A_bad_header_is_refused_with_the_tensor_and_the_reason(
        string header,
        int dataLength,
        string[] words
    )
    {
        var bytes = Bytes(Encoding.UTF8.GetBytes(header), dataLength);
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Parse(bytes));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        using var stream = new MemoryStream(bytes);
        var fromStream = Assert.Throws<InvalidDataException>(() => Safetensors.Load(stream));
        Assert.Equal(
            error.Message.Replace("the bytes", "the stream", StringComparison.Ordinal),
            fromStream.Message
        );
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(100_000_001UL)]
    [InlineData(0x7FFFFFFFUL)]
    [InlineData(0x80000000UL)]
    [InlineData(0x7FFFFFFFFFFFFFFFUL)]
    [InlineData(0xFFFFFFFFFFFFFFFFUL)]
    public void A_header_length_that_cannot_be_true_is_refused_before_memory_is_taken(ulong length)
    {
        var bytes = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Safetensors.Parse(bytes));
        using var stream = new MemoryStream(bytes);
        Assert.Throws<InvalidDataException>(() => Safetensors.Load(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        var bytes = Bytes(
            [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'{', (byte)'}', (byte)'}'],
            0
        );
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Parse(bytes));
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_named_in_the_message()
    {
        var path = Path.GetTempFileName();
        try
        {
            var error = Assert.Throws<InvalidDataException>(() => Safetensors.Load(path));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Blanks_around_the_header_and_any_order_of_keys_are_fine()
    {
        const string Header =
            " {\"b\":{\"data_offsets\":[8,8],\"shape\":[0],\"dtype\":\"I64\"},\"a\":{\"shape\":[2],\"dtype\":\"F32\",\"data_offsets\":[0,8]}}\n  ";
        var file = Safetensors.Parse(Bytes(Encoding.UTF8.GetBytes(Header), 8));
        Assert.Equal(["b", "a"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(2, file["a"].ReadVariable<double>().Length);
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_but_nothing_else_happens()
    {
        var sound = Safetensors.ToBytes(
            new SafetensorsFile(
                [
                    SafetensorsTensor.Of(
                        "w",
                        Variable.Of<double>([
                            [1, 2],
                            [3, 4],
                        ])
                    ),
                    SafetensorsTensor.Of("b", Variable.Of<float>([1, 2, 3])),
                    SafetensorsTensor.Of("i", Indices.Of(1, 2)),
                    SafetensorsTensor.Of("m", Mask.Of(true, false)),
                    SafetensorsTensor.Of("h", Variable.Of([1f, 2]), SafetensorsType.BF16),
                    SafetensorsTensor.Of("u", [1, 2, 3], [3], SafetensorsType.U16),
                ],
                new Dictionary<string, string> { ["k"] = "v" }
            )
        );
        var (read, refused) = (0, 0);
        // bytes of JSON are the most telling replacements
        var replacement = Gen.OneOf(
            Gen.Choose(0, 255).Select(value => (byte)value),
            Gen.Elements("{}[]\",:0123456789-.eE\\u tfn"u8.ToArray())
        );
        var edit =
            from kind in Gen.Choose(0, 4)
            from position in Gen.Choose(0, sound.Length - 1)
            from value in replacement
            from count in Gen.Choose(1, 12)
            select (kind, position, value, count);
        var edits = edit.ArrayOf(3).SelectMany(all => Gen.Choose(1, 3).Select(n => all[..n]));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(20240607, 1),
            Prop.ForAll(
                edits.ToArbitrary(),
                list =>
                {
                    var bytes = list.Aggregate(sound, FileDamage.Damage);
                    try
                    {
                        var file = Safetensors.Parse(bytes);
                        foreach (var tensor in file.Tensors)
                        {
                            Read(tensor);
                        }
                        // what was accepted is sound: it can be written, and means the same
                        var again = Safetensors.Parse(Safetensors.ToBytes(file));
                        Assert.Equal(
                            file.Tensors.Select(tensor => tensor.ToString()),
                            again.Tensors.Select(tensor => tensor.ToString())
                        );
                        read++;
                    }
                    catch (InvalidDataException error)
                    {
                        Assert.StartsWith("Safetensors: ", error.Message, StringComparison.Ordinal);
                        refused++;
                    }
                }
            )
        );
        Assert.True(read > 100 && refused > 1000, $"{read} read, {refused} refused");
    }

    private static void Read(SafetensorsTensor tensor)
    {
        var length = tensor.Type switch
        {
            SafetensorsType.Bool => tensor.ReadMask().Length,
            SafetensorsType.U64 => tensor.ReadUInt64().Length,
            _ when tensor.Type.IsFloatingPoint() => tensor.ReadVariable<float>().Length,
            _ => tensor.ReadInt64().Length,
        };
        Assert.Equal(tensor.Shape.ElementCount, length);
    }

    private static string Header(string name, string dtype, string shape, string offsets) =>
        $$$"""{"{{{name}}}":{"dtype":"{{{dtype}}}","shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""";

    private static byte[] Bytes(byte[] header, int dataLength)
    {
        var bytes = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        header.CopyTo(bytes, 8);
        for (var i = 0; i < dataLength; i++)
        {
            bytes[8 + header.Length + i] = (byte)(i + 1); // as BOOL: 1 is true, 2 is none
        }
        return bytes;
    }
}
