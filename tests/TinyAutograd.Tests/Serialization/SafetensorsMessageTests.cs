using System.Text;

namespace TinyAutograd.Tests.Serialization;

/// <summary>What is said about a file that is not sound, word for word: the file, the tensor, the fault and the remedy.</summary>
public class SafetensorsMessageTests
{
    private const string Damaged =
        "The file is damaged or not a safetensors file: copy or write it again.";

    [Theory]
    [InlineData("null", ": the header must be an object, not null.")]
    [InlineData("[]", ": the header must be an object, not an array.")]
    [InlineData("{\"a\":\"x\"}", ", tensor 'a': its description must be an object, not a text.")]
    [InlineData("{\"a\":{\"dtype\":3}}", ", tensor 'a': dtype must be a text, not a number.")]
    [InlineData("{\"a\":{\"dtype\":{}}}", ", tensor 'a': dtype must be a text, not an object.")]
    [InlineData(
        "{\"a\":{\"shape\":true}}",
        ", tensor 'a': shape must be an array, not a truth value."
    )]
    [InlineData(
        "{\"a\":{\"shape\":false}}",
        ", tensor 'a': shape must be an array, not a truth value."
    )]
    [InlineData(
        "{\"a\":{\"data_offsets\":[8,0]}}",
        ", tensor 'a': data_offsets must be a begin and an end that is not before it."
    )]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0]}}",
        ", tensor 'a': data_offsets must be a begin and an end that is not before it."
    )]
    [InlineData("{\n\"a\" 1}", ": the header is not JSON (byte 4 of line 2).")]
    public void A_bad_header_is_refused_word_for_word(string header, string problem)
    {
        var text = Encoding.UTF8.GetBytes(header);
        byte[] file = [(byte)text.Length, 0, 0, 0, 0, 0, 0, 0, .. text];
        Says($"Safetensors: the bytes{problem} {Damaged}", () => Safetensors.Parse(file));
    }

    [Fact]
    public void A_file_without_room_for_its_header_is_refused_with_both_lengths()
    {
        Says(
            "Safetensors: the bytes: 7 bytes are no safetensors file: it begins with 8 bytes of header length.",
            () => Safetensors.Parse(new byte[7])
        );
        Says(
            "Safetensors: the bytes: a header of 57 bytes is announced; 56 bytes follow, and at most 100,000,000 are accepted. "
                + "The file was cut off or is not a safetensors file.",
            () =>
                Safetensors.Parse(
                    new byte[64]
                        .Select((_, i) => i == 0 ? (byte)57 : (byte)0)
                        .ToArray()
                )
        );
    }

    [Fact]
    public void A_stream_that_ends_before_the_length_it_tells_is_refused()
    {
        var bytes = Safetensors.ToBytes(new([SafetensorsTensor.Of("a", Variable.Of(1.0))]));
        using var stream = new ShrinkingStream(bytes, lost: 3);
        Says(
            "Safetensors: the stream: it ended 3 bytes before its length. Was it changed while it was read? Read it again.",
            () => Safetensors.Load(stream)
        );
    }

    [Fact]
    public void A_stream_of_unknown_length_is_read_up_to_what_an_array_holds()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        using var fits = new OneWayStream(new MemoryStream(bytes));
        Assert.Equal(bytes, Safetensors.ReadToEnd(fits, "the stream", 100).ToArray());
        using var oneTooMany = new OneWayStream(new MemoryStream(bytes));
        Says(
            "Safetensors: the stream: it has more than 99 bytes and cannot seek. Save it to a file and load that.",
            () => Safetensors.ReadToEnd(oneTooMany, "the stream", 99)
        );
    }

    [Fact]
    public void A_stream_that_is_closed_is_refused_as_an_argument()
    {
        var closed = new MemoryStream();
        closed.Dispose();
        var array = NpyArray.Of(Variable.Of(1.0));
        const string Read = "The stream cannot be read, or is closed. (Parameter 'stream')";
        const string Written = "The stream cannot be written, or is closed. (Parameter 'stream')";
        AssertSays(Read, () => Safetensors.Load(closed));
        AssertSays(Read, () => Npy.Load(closed));
        AssertSays(Read, () => Npz.Load(closed));
        AssertSays(Written, () => Safetensors.Save(closed, new SafetensorsFile([])));
        AssertSays(Written, () => Npy.Save(closed, array));
        AssertSays(Written, () => Npz.Save(closed, [new("a", array)]));

        static void AssertSays(string message, Action action) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
    }

    private static void Says(string message, Func<object> read) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(read).Message);

    // Loses its end after its length was asked, as a file that another process cuts.
    private sealed class ShrinkingStream(byte[] bytes, int lost) : MemoryStream(bytes[..^lost])
    {
        public override long Length => base.Length + lost;
    }
}
