namespace TinyAutograd.Tests.Serialization;

public class ChecksumStreamTests
{
    [Fact]
    public void The_checksum_is_the_CRC_32_of_what_was_read_through_and_nothing_but_reading_is_offered()
    {
        using var stream = new ChecksumStream(new MemoryStream("123456789"u8.ToArray()));
        Assert.Equal(9, stream.Read(new byte[20]));
        Assert.Equal(0xCBF4_3926, stream.Checksum); // the check value that the CRC's catalogues give
        Assert.Equal((true, false, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
    }
}
