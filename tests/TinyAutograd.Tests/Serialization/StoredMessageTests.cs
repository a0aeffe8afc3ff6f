using System.Runtime.InteropServices;

namespace TinyAutograd.Tests.Serialization;

/// <summary>What is said when arrays in memory are made or read the wrong way: the tensor, what it is, and the remedy.</summary>
public class StoredMessageTests
{
    private static readonly SafetensorsTensor Real = SafetensorsTensor.Of("a", Variable.Of(1.5));
    private static readonly SafetensorsTensor Half = SafetensorsTensor.Of(
        "a",
        Variable.Of(1.5),
        SafetensorsType.F16
    );
    private static readonly SafetensorsTensor Index = SafetensorsTensor.Of("a", Indices.Of(1, 2));
    private static readonly SafetensorsTensor Byte = SafetensorsTensor.Of(
        "a",
        [1, 2],
        [2],
        SafetensorsType.U8
    );
    private static readonly SafetensorsTensor Unsigned = SafetensorsTensor.Of(
        "a",
        [ulong.MaxValue, 0],
        [2]
    );
    private static readonly SafetensorsTensor Truth = SafetensorsTensor.Of("a", Mask.Of(true));

    [Fact]
    public void Reading_as_another_type_says_what_the_tensor_holds_and_how_to_read_it()
    {
        const string Reals = "F64, F32, F16 or BF16";
        Says("F64", "integers", "ReadVariable", () => Real.ReadIndices());
        Says("F64", "integers", "ReadVariable", () => Real.ReadUInt64());
        Says("F16", "BOOL", "ReadVariable", () => Half.ReadMask());
        Says("I64", Reals, "ReadIndices", () => Index.ReadVariable<float>());
        Says("U8", "BOOL", "ReadIndices", () => Byte.ReadMask());
        Says("U64", Reals, "ReadUInt64", () => Unsigned.ReadVariable<double>());
        Says("U64", "BOOL", "ReadUInt64", () => Unsigned.ReadMask());
        Says("BOOL", "integers", "ReadMask", () => Truth.ReadInt64());
        Says("BOOL", Reals, "ReadMask", () => Truth.ReadVariable<float>());

        static void Says(string type, string expected, string method, Func<object> read) =>
            AssertSays<InvalidDataException>(
                $"Safetensors: memory, tensor 'a': it holds {type} and was read as {expected}. Read it with {method}.",
                read
            );
    }

    [Fact]
    public void Integers_that_do_not_fit_are_named_with_a_method_that_reads_them()
    {
        var wide = SafetensorsTensor.Of("a", [0UL, 1UL << 40], [2]);
        Says("0 is 18446744073709551615", "63 bits and a sign", "ReadUInt64", Unsigned.ReadInt64);
        Says("1 is 1099511627776", "32 bits", "ReadInt64", wide.ReadIndices);
        Assert.Equal([0, 1L << 40], wide.ReadInt64());
        Says(
            "1 is -1",
            "64 bits without a sign",
            "ReadInt64",
            SafetensorsTensor.Of("a", [0L, -1], [2]).ReadUInt64
        );
        AssertSays<OverflowException>(
            "Safetensors: memory, tensor 'a': element 1 is 256, outside 0 to 255. Choose a wider type.",
            () => SafetensorsTensor.Of("a", [0L, 256], [2], SafetensorsType.U8)
        );

        static void Says(string element, string room, string method, Func<object> read) =>
            AssertSays<InvalidDataException>(
                $"Safetensors: memory, tensor 'a': element {element}, which does not fit {room}. Read it with {method}.",
                read
            );
    }

    [Fact]
    public void A_name_that_no_file_can_hold_is_refused_with_the_reason()
    {
        AssertSays<ArgumentException>(
            "Safetensors: '__metadata__' is the name of the metadata; give the tensor another. (Parameter 'name')",
            () => SafetensorsTensor.Of("__metadata__", Variable.Of(1.0))
        );
        AssertSays<ArgumentException>(
            "Safetensors: the tensor name has half of a surrogate pair at position 5; UTF-8 cannot hold it.",
            () => SafetensorsTensor.Of("half \ud83d", Variable.Of(1.0))
        );
    }

    [Theory]
    [InlineData(0, "none")]
    [InlineData(2, "'t00', 't01'")]
    [InlineData(10, "'t00', 't01', 't02', 't03', 't04', 't05', 't06', 't07', 't08', 't09'")]
    [InlineData(
        13,
        "'t00', 't01', 't02', 't03', 't04', 't05', 't06', 't07', 't08', 't09' and 3 more"
    )]
    public void A_missing_name_is_answered_with_the_first_ten_there_are(int count, string names)
    {
        var file = new SafetensorsFile(
            Enumerable
                .Range(0, count)
                .Select(i => SafetensorsTensor.Of($"t{i:00}", Variable.Of(1f)))
        );
        AssertSays<KeyNotFoundException>(
            $"Safetensors: memory has no tensor 'x'. It has {names}.",
            () => file["x"]
        );
    }

    [Fact]
    public void Only_single_and_double_precision_are_read()
    {
        Assert.Throws<NotSupportedException>(() => Half.ReadVariable<Half>());
        Assert.Throws<NotSupportedException>(() => Real.ReadVariable<Half>());
    }

    [Fact]
    public void A_header_is_written_up_to_the_length_that_can_be_read_back()
    {
        SafetensorsHeader.ThrowIfTooLong(100_000_000);
        Says(100_000_001, () => SafetensorsHeader.ThrowIfTooLong(100_000_001));
        // {"__metadata__":{"00":"xx…", … ,"99":"xx…"}} and spaces up to a multiple of eight
        var text = new string('x', 1_000_000);
        var texts = Enumerable.Range(0, 100).ToDictionary(i => $"{i:00}", _ => text);
        Says(100_000_824, () => Safetensors.ToBytes(new SafetensorsFile([], texts)));

        static void Says(int length, Action write) =>
            Assert.Equal(
                $"Safetensors: the header would have {length:N0} bytes; at most 100,000,000 can be read back. Write fewer tensors or less metadata.",
                Assert.Throws<ArgumentException>(write).Message
            );
    }

    // The span says that it is longer than its memory; it is refused unread.
    [Fact]
    public void More_bytes_than_an_array_holds_are_refused_before_they_are_copied()
    {
        var number = 1.0;
        AssertSays<ArgumentException>(
            "x has 2,147,483,647 elements of 8 bytes, more than 2,147,483,591 bytes. Split it.",
            () =>
                LittleEndian.Bytes<double>(
                    "x",
                    MemoryMarshal.CreateReadOnlySpan(ref number, int.MaxValue)
                )
        );
    }

    private static void AssertSays<TException>(string message, Func<object> action)
        where TException : Exception =>
        Assert.Equal(message, Assert.Throws<TException>(action).Message);
}
