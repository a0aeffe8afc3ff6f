using System.Text;

namespace TinyAutograd.Tests.Serialization;

public sealed class NpyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("npy").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A file as the format describes it: magic string, version, length of the dictionary, dictionary, elements.</summary>
    internal static byte[] FileOf(string dictionary, byte[] elements, byte version = 1)
    {
        var text = Encoding.UTF8.GetBytes(dictionary);
        var size =
            version == 1
                ? new[] { (byte)text.Length, (byte)(text.Length >> 8) }
                : [(byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. size, .. text, .. elements];
    }

    private static NpyArray Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return Npy.Load(stream);
    }

    private static byte[] BytesOf(NpyArray array)
    {
        using var stream = new MemoryStream();
        Npy.Save(stream, array);
        return stream.ToArray();
    }

    [Fact]
    public void The_bytes_of_a_small_file_are_those_of_the_format()
    {
        const string Dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
        var padded = Dictionary.PadRight(128 - 10 - 1) + '\n'; // 10 bytes stand before it
        Assert.Equal(
            FileOf(padded, [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]),
            BytesOf(NpyArray.Of(Variable.Of([1f, -2f])))
        );
    }

    [Theory]
    [InlineData(SafetensorsType.I64, "<i8")]
    [InlineData(SafetensorsType.I32, "<i4")]
    [InlineData(SafetensorsType.U16, "<u2")]
    [InlineData(SafetensorsType.I8, "|i1")]
    [InlineData(SafetensorsType.U8, "|u1")]
    public void Only_elements_of_several_bytes_have_a_byte_order(SafetensorsType type, string code)
    {
        var bytes = BytesOf(NpyArray.Of([1L, 2], [2], type));
        Assert.StartsWith(
            $"{{'descr': '{code}', 'fortran_order': False, 'shape': (2,), }}",
            Encoding.ASCII.GetString(bytes[10..]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_longest_shape_fits_the_header_too()
    {
        Shape shape = [0, 10, 10, 10, 10, 10, 10, 1_000];
        var bytes = BytesOf(NpyArray.Of(Variable.Zeros<double>(shape)));
        Assert.Equal(128, bytes.Length);
        Assert.Equal(shape, Read(bytes).Shape);
    }

    [Theory]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F })]
    [InlineData(">f8", new byte[] { 0x3F, 0xF8, 0, 0, 0, 0, 0, 0 })]
    [InlineData("<f4", new byte[] { 0, 0, 0xC0, 0x3F })]
    [InlineData(">f4", new byte[] { 0x3F, 0xC0, 0, 0 })]
    [InlineData("<f2", new byte[] { 0, 0x3E })]
    [InlineData(">f2", new byte[] { 0x3E, 0 })]
    public void Floating_point_numbers_are_read_in_both_byte_orders(string type, byte[] bytes)
    {
        var array = Read(
            FileOf($"{{'descr': '{type}', 'fortran_order': False, 'shape': ()}}", bytes)
        );
        Assert.Equal(Shape.Scalar, array.Shape);
        Assert.Equal([1.5], array.ReadVariable<double>().ToArray());
        Assert.Equal([1.5f], array.ReadVariable<float>().ToArray());
    }

    [Theory]
    [InlineData("<i8", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData(">i4", new byte[] { 0, 1, 0, 2 }, 65_538)]
    [InlineData("<u4", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, uint.MaxValue)]
    [InlineData(">i2", new byte[] { 0xFF, 0xFE }, -2)]
    [InlineData("<u2", new byte[] { 0xFF, 0xFF }, 65_535)]
    [InlineData("|i1", new byte[] { 0xFE }, -2)]
    [InlineData("|u1", new byte[] { 0xFE }, 254)]
    [InlineData(">u8", new byte[] { 0, 0, 0, 0, 0, 0, 1, 0 }, 256)]
    public void Integers_are_read_in_both_byte_orders(string type, byte[] bytes, long value)
    {
        var array = Read(
            FileOf($"{{'descr': '{type}', 'fortran_order': False, 'shape': (1,)}}", bytes)
        );
        Assert.Equal([value], array.ReadInt64());
    }

    [Theory]
    [InlineData((byte)1)]
    [InlineData((byte)2)]
    [InlineData((byte)3)]
    public void All_versions_and_ways_to_write_the_dictionary_are_read(byte version)
    {
        var bytes = FileOf(
            " {\"shape\":(2L , 1), 'fortran_order' : False,\"descr\":'|b1'}  \n",
            [1, 0],
            version
        );
        var array = Read(bytes);
        Assert.Equal([true, false], array.ReadMask().ToArray());
        Assert.Equal(Shape.Of(2, 1), array.Shape);
    }

    [Fact]
    public void Fortran_order_is_turned_into_rows()
    {
        // element (i, j, k) of shape (2, 3, 4) is 100·i + 10·j + k, and stands at i + 2·j + 6·k
        var bytes = new byte[24];
        var expected = new List<long>();
        for (var i = 0; i < 2; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                for (var k = 0; k < 4; k++)
                {
                    bytes[i + 2 * j + 6 * k] = (byte)(100 * i + 10 * j + k);
                    expected.Add(100 * i + 10 * j + k);
                }
            }
        }
        var array = Read(
            FileOf("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4)}", bytes)
        );
        Assert.Equal(expected, array.ReadInt64());
        Assert.Equal(
            [1L, 2, 3, 4, 5, 6],
            Read(
                    FileOf(
                        "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3)}",
                        [0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6]
                    )
                )
                .ReadInt64()
        );
        Assert.Equal(
            0,
            Read(FileOf("{'descr': '<f8', 'fortran_order': True, 'shape': (0, 3)}", []))
                .ReadVariable<double>()
                .Length
        );
    }

    [Fact]
    public void What_was_written_is_read_back_bit_for_bit_and_begins_at_a_multiple_of_64()
    {
        NpyArray[] arrays =
        [
            NpyArray.Of(Variable.Of([double.Epsilon, -0.0, double.NaN])),
            NpyArray.Of(Variable.Zeros<float>([2, 0, 3])),
            NpyArray.Of(Variable.Of(1.5f), SafetensorsType.F16),
            NpyArray.Of(Indices.Of([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1, 2, 3])),
            NpyArray.Of([-1, 1], [2, 1], SafetensorsType.I8),
            NpyArray.Of([0UL, ulong.MaxValue], [2]),
            NpyArray.Of(Mask.Of(true, false)),
        ];
        foreach (var array in arrays)
        {
            var path = Path.Combine(folder, "a.npy");
            Npy.Save(path, array);
            var read = Npy.Load(path);
            Assert.Equal((array.Type, array.Shape), (read.Type, read.Shape));
            Assert.Equal(array.Elements.Bytes.ToArray(), read.Elements.Bytes.ToArray());
            var bytes = File.ReadAllBytes(path);
            Assert.Equal(0, (bytes.Length - array.Elements.ByteCount) % 64);
            Assert.Equal(bytes, BytesOf(read));
        }
        Assert.Single(Directory.GetFiles(folder));
        Assert.Throws<ArgumentException>(() => NpyArray.Of(Variable.Of(1f), SafetensorsType.BF16));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_archive_comes_back_and_equal_contents_give_equal_bytes(bool isCompressed)
    {
        var path = Path.Combine(folder, "a.npz");
        var arrays = new Dictionary<string, NpyArray>
        {
            ["weight"] = NpyArray.Of(Variable.Zeros<float>([100, 100])),
            ["größe/x"] = NpyArray.Of(Indices.Of(1, 2, 3)),
        };
        Npz.Save(path, arrays, isCompressed);
        var first = File.ReadAllBytes(path);
        var read = Npz.Load(path);
        Assert.Equal(arrays.Keys, read.Keys);
        Assert.Equal([1L, 2, 3], read["größe/x"].ReadInt64());
        Assert.Equal(Shape.Of(100, 100), read["weight"].ReadVariable<float>().Shape);
        Assert.Equal(isCompressed, first.Length < 10_000);
        Npz.Save(path, read, isCompressed);
        Assert.Equal(first, File.ReadAllBytes(path));
        Assert.Throws<ArgumentException>(() => Npz.Save(path, arrays.Concat(arrays), isCompressed));
        Assert.Equal(first, File.ReadAllBytes(path));
    }
}
