using System.IO.Compression;

namespace TinyAutograd.Tests.Serialization;

/// <summary>What is said about a <c>.npy</c> or <c>.npz</c> file that is not sound, word for word, and where the limits are exactly.</summary>
public sealed class NpyMessageTests : IDisposable
{
    private const string Begin = "{'descr': '|u1', 'fortran_order': False, 'shape': ";
    private const string Damaged = "The file is damaged or no .npy file: copy or write it again.";

    private readonly string folder = Directory.CreateTempSubdirectory("npy").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("{ 1: 2}", "has no text where a key should be")]
    [InlineData("{", "has no text where a key should be")]
    [InlineData("{'descr': 1}", "has no text where 'descr' should be")]
    [InlineData("{'descr':", "has no text where 'descr' should be")]
    [InlineData(
        "{'a ~': 1}",
        "has a key other than 'descr', 'fortran_order' and 'shape', or one of them twice"
    )]
    [InlineData("{'a\u001f': 1}", "has a text of other than plain characters")]
    [InlineData("{'a\u007f': 1}", "has a text of other than plain characters")]
    [InlineData("{'ä': 1}", "has a text of other than plain characters")]
    [InlineData(Begin + "(1, 12", "lacks ')' at byte 56")]
    [InlineData(Begin + "(2000000001,)}", "has an axis that is longer than 2,000,000,000")]
    public void A_bad_dictionary_is_refused_word_for_word(string dictionary, string problem) =>
        Assert.Equal(
            $"Npy: the stream: the header {problem}. The file is damaged or of another kind: copy or write it again.",
            Refusal(NpyTests.FileOf(dictionary, []))
        );

    [Theory]
    [InlineData("<x8", "<x8")]
    [InlineData("<x345678901234567890", "<x345678901234567890")]
    [InlineData("<x3456789012345678901", "<x345678901234567890…")]
    public void An_unknown_element_type_is_shown_up_to_its_twentieth_sign(
        string type,
        string shown
    ) =>
        Assert.Equal(
            $"Npy: the stream: element type '{shown}': it is not supported. "
                + "Convert the array to float16, 32 or 64, to integers or to bool, little- or big-endian, before saving it.",
            Refusal(NpyTests.FileOf($"{{'descr': '{type}'}}", []))
        );

    [Fact]
    public void An_axis_as_long_as_a_shape_allows_is_read_as_far_as_it_goes() =>
        Assert.Equal(
            "Npy: the stream: 2,000,000,000 bytes of elements are announced, 3 are there. The file was cut off: copy or write it again.",
            Refusal(NpyTests.FileOf(Begin + "(2000000000,)}", new byte[3]))
        );

    [Fact]
    public void A_header_is_read_up_to_10_000_bytes_and_not_if_it_is_cut_off()
    {
        var dictionary = Begin + "()}";
        var longest = NpyTests.FileOf(dictionary.PadRight(10_000), [7]);
        using var stream = new MemoryStream(longest);
        Assert.Equal([7L], Npy.Load(stream).ReadInt64());
        Assert.Equal(
            $"Npy: the stream: a header of 10001 bytes is announced; at most 10000 are read. {Damaged}",
            Refusal(NpyTests.FileOf(dictionary.PadRight(10_001), [7]))
        );
        var sound = NpyTests.FileOf(dictionary, [7]);
        for (var length = 0; length < sound.Length - 1; length++)
        {
            Assert.Equal(
                $"Npy: the stream: it ends within the header. {Damaged}",
                Refusal(sound[..length])
            );
        }
    }

    [Fact]
    public void A_file_is_named_and_so_is_its_member()
    {
        var path = Path.Combine(folder, "a");
        File.WriteAllText(path, "neither of the two");
        Assert.Equal(
            $"Npy: '{path}': it does not begin as a .npy file does. {Damaged}",
            Assert.Throws<InvalidDataException>(() => Npy.Load(path)).Message
        );
        Assert.Matches(
            "^Npz: '.*a': it is no sound zip archive: .+ The file is damaged, cut off or of another kind: copy or write it again\\.$",
            Assert.Throws<InvalidDataException>(() => Npz.Load(path)).Message
        );
        using (var file = File.Create(path))
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Create);
            archive.CreateEntry("readme.txt");
        }
        Assert.Equal(
            $"Npz: '{path}', member 'readme.txt': it is no .npy file; an .npz archive holds nothing else. Remove it.",
            Assert.Throws<InvalidDataException>(() => Npz.Load(path)).Message
        );
    }

    [Theory]
    [InlineData(40, "")]
    [InlineData(41, "…")]
    public void The_name_of_a_member_is_shown_up_to_its_fortieth_sign(int length, string rest)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry(new string('n', length));
        }
        Assert.Equal(
            $"Npz: the stream, member '{new string('n', 40)}{rest}': it is no .npy file; an .npz archive holds nothing else. Remove it.",
            ArchiveRefusal(stream)
        );
    }

    // 16,128 bytes: 128 of header and 2,000 numbers. A header may have 10,000, so more than 6,128 are elements for certain.
    [Theory]
    [InlineData(
        6_128,
        "F64 (2000) needs 16,000 bytes; at most 6,128 are read here. If the file can be trusted, allow more."
    )]
    [InlineData(
        6_127,
        "it unpacks to 16,128 bytes; at most 6,127 are left of what is allowed. If the file can be trusted, allow more."
    )]
    public void A_member_is_refused_by_the_length_it_announces_where_that_is_certain(
        long mostBytes,
        string problem
    )
    {
        using var stream = Archive(Variable.Zeros<double>([2_000]));
        Assert.Equal(
            $"Npz: the stream, member 'a.npy': {problem}",
            ArchiveRefusal(stream, mostBytes)
        );
        Assert.Single(Npz.Load(stream, 16_000));
    }

    [Fact]
    public void An_encrypted_member_is_refused_with_the_remedy()
    {
        using var stream = Archive(Variable.Of(1.0));
        var bytes = stream.ToArray();
        // The first of the flags, in the member's own header and in the archive's list of members.
        bytes[bytes.AsSpan().IndexOf("PK\u0003\u0004"u8) + 6] |= 1;
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        using var encrypted = new MemoryStream(bytes);
        Assert.Equal(
            "Npz: the stream, member 'a.npy': it is encrypted. Unpack it first.",
            ArchiveRefusal(encrypted)
        );
    }

    [Fact]
    public void A_member_with_a_wrong_bit_is_refused_by_its_checksum()
    {
        using var stream = Archive(Variable.Of(Math.PI));
        var bytes = stream.ToArray();
        bytes[bytes.AsSpan().IndexOf(BitConverter.GetBytes(Math.PI))] ^= 1;
        using var damaged = new MemoryStream(bytes);
        Assert.Equal(
            "Npz: the stream, member 'a.npy': its checksum is not that of its contents. The file is damaged: copy or write it again.",
            ArchiveRefusal(damaged)
        );
    }

    [Fact]
    public void A_stream_that_cannot_seek_and_a_negative_limit_are_refused_as_arguments()
    {
        using var stream = Archive(Variable.Of(1.0));
        using var oneWay = new OneWayStream(new MemoryStream(stream.ToArray()));
        Assert.Equal(
            "Npz: an archive is read from its end; the stream cannot seek. Copy it into a MemoryStream or a file. (Parameter 'stream')",
            Assert.Throws<ArgumentException>(() => Npz.Load(oneWay)).Message
        );
        Assert.Equal(
            "mostBytes",
            Assert.Throws<ArgumentOutOfRangeException>(() => Npz.Load(stream, -1)).ParamName
        );
    }

    [Fact]
    public void An_array_says_what_it_is_and_that_NumPy_has_no_BF16()
    {
        Assert.Equal("F32 (2, 3)", NpyArray.Of(Variable.Zeros<float>([2, 3])).ToString());
        Assert.Equal(
            "Npy: array: NumPy has no BF16. Choose F16 or F32. (Parameter 'type')",
            Assert
                .Throws<ArgumentException>(() => NpyArray.Of(Variable.Of(1f), SafetensorsType.BF16))
                .Message
        );
    }

    private static MemoryStream Archive(Variable<double> values)
    {
        var stream = new MemoryStream();
        Npz.Save(stream, [new("a", NpyArray.Of(values))]);
        return stream;
    }

    private static string Refusal(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Assert.Throws<InvalidDataException>(() => Npy.Load(stream)).Message;
    }

    private static string ArchiveRefusal(Stream stream, long mostBytes = Npz.MostBytes) =>
        Assert.Throws<InvalidDataException>(() => Npz.Load(stream, mostBytes)).Message;
}
