using System.IO.Compression;
using System.Text;

namespace TinyAutograd.Tests.Serialization;

public class NpyHostileTests
{
    private const string TellingSigns = "{}()[]',:0123456789<>|=fiubOcSUVTrueFals L\n\\";

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "'|O'", "pickled")]
    [InlineData("{'descr': 'O', 'fortran_order': False, 'shape': (1,)}", "'O'", "pickled")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "'<c8'", "complex")]
    [InlineData("{'descr': '<U2', 'fortran_order': False, 'shape': (1,)}", "'<U2'", "texts")]
    [InlineData("{'descr': '|S8', 'fortran_order': False, 'shape': (1,)}", "'|S8'", "texts")]
    [InlineData("{'descr': '<M8[s]', 'fortran_order': False, 'shape': (1,)}", "times")]
    [InlineData("{'descr': '|V8', 'fortran_order': False, 'shape': (1,)}", "records")]
    [InlineData("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}", "records")]
    [InlineData("{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}", "'<f16'")]
    [InlineData("{'descr': '=f8', 'fortran_order': False, 'shape': (1,)}", "'=f8'")]
    [InlineData("{'descr': '|f8', 'fortran_order': False, 'shape': (1,)}", "'|f8'")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (1,)}", "''")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}", "fortran_order")]
    [InlineData("{'descr': '<f8', 'fortran_order': False}", "lacks", "shape")]
    [InlineData("{'descr': '<f8', 'descr': '<f8'}", "twice")]
    [InlineData("{'a': 1}", "key")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x", "after")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1)}", "comma")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': 1}", "'('")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}", "sizes from 0")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (01,)}", "sizes from 0")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1.0,)}", "comma")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,)}", "longer")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (65536,65536)}", "65536")]
    [InlineData("{'descr': '<f8', 'fortran_order': True, 'shape': (65536,65536,0)}", "65536")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,)}", "16,000,000")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1)}", "8")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", "16 bytes", "8 are")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "more follows")]
    [InlineData("{'descr': '<f8", "without an end")]
    [InlineData("{'descr': '<f8\\n'", "plain characters")]
    [InlineData("", "'{'")]
    public void A_bad_header_is_refused_with_the_reason(string dictionary, params string[] words)
    {
        using var stream = new MemoryStream(NpyTests.FileOf(dictionary, new byte[8]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => Npy.Load(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
        Assert.StartsWith("Npy: the stream: ", error.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Another_kind_of_file_and_every_file_that_was_cut_off_are_refused()
    {
        var sound = Sound(Variable.Of([1.0, 2.0]));
        for (var length = 0; length < sound.Length; length++)
        {
            using var cut = new MemoryStream(sound[..length]);
            Assert.Throws<InvalidDataException>(() => Npy.Load(cut));
        }
        byte[] version = [.. sound];
        version[6] = 4;
        Refused("version 4.0", version);
        Refused("does not begin", Encoding.UTF8.GetBytes("PK\u0003\u0004 and so on"));
        Refused("header of 4294967295 bytes", [.. sound[..6], 2, 0, 255, 255, 255, 255]);
        Refused(
            "only 0 and 1",
            NpyTests.FileOf("{'descr': '|b1', 'fortran_order': False, 'shape': (1,)}", [2])
        );

        static void Refused(string what, byte[] bytes)
        {
            using var stream = new MemoryStream(bytes);
            Assert.Contains(
                what,
                Assert.Throws<InvalidDataException>(() => Npy.Load(stream)).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void A_damaged_npy_file_is_read_or_refused_but_nothing_else_happens()
    {
        var sound = NpyTests.FileOf(
            "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3)}",
            new byte[24]
        );
        var (read, refused) = FileDamage.Try(
            sound,
            4_000,
            20261127,
            TellingSigns,
            "^Npy: the stream: ",
            bytes =>
            {
                using var stream = new MemoryStream(bytes);
                var array = Npy.Load(stream);
                using var again = new MemoryStream();
                Npy.Save(again, array);
                again.Position = 0;
                Assert.Equal(array.ToString(), Npy.Load(again).ToString());
            }
        );
        Assert.True(read > 100 && refused > 1_000, $"{read} read, {refused} refused");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_archive_gives_the_true_numbers_or_is_refused(bool isCompressed)
    {
        var numbers = Variable.Of([1.0, 2, 3, 4, 5, 6, 7, 8]);
        using var stream = new MemoryStream();
        Npz.Save(
            stream,
            [new("weight", NpyArray.Of(numbers)), new("index", NpyArray.Of(Indices.Of(1, 2, 3)))],
            isCompressed
        );
        var (read, refused) = FileDamage.Try(
            stream.ToArray(),
            3_000,
            isCompressed ? 11UL : 12UL,
            "PK\u0001\u0002\u0003\u0004\u0005\u0006\u0008\u0000\u00ff.npy",
            "^Npz: the stream",
            bytes =>
            {
                using var damaged = new MemoryStream(bytes);
                var arrays = Npz.Load(damaged);
                // thanks to the checksums what is read is true; a name may have changed
                foreach (var array in arrays.Values.Where(a => a.Type == SafetensorsType.F64))
                {
                    Assert.Equal(numbers.ToArray(), array.ReadVariable<double>().ToArray());
                }
                Assert.All(arrays.Values, array => Assert.Contains(array.Shape[0], new[] { 3, 8 }));
            }
        );
        Assert.True(read > 50 && refused > 1_000, $"{read} read, {refused} refused");
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_than_is_allowed_is_refused_before_it_does()
    {
        using var bomb = new MemoryStream();
        Npz.Save(
            bomb,
            [
                new("a", NpyArray.Of(Variable.Zeros<double>([1_000_000]))),
                new("b", NpyArray.Of(Variable.Zeros<double>([1_000_000]))),
            ],
            isCompressed: true
        );
        Assert.InRange(bomb.Length, 1, 40_000);
        Assert.Equal(2, Npz.Load(bomb, 16_000_000).Count);
        Refused(bomb, 15_999_999, "'b.npy'", 20 << 20);
        Refused(bomb, 1_000, "'a.npy'", 1 << 20);

        // one that announces less than it holds: the size in the directory is made 100 bytes
        var bytes = bomb.ToArray();
        var directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), 100);
        using var liar = new MemoryStream(bytes);
        Refused(liar, 8_000_000, "'b.npy'", 20 << 20);

        static void Refused(Stream stream, long mostBytes, string member, long mostMemory)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<InvalidDataException>(() => Npz.Load(stream, mostBytes));
            Assert.Contains(member, error.Message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostMemory);
        }
    }

    [Fact]
    public void A_member_that_is_no_array_or_occurs_twice_is_refused_by_name()
    {
        var array = Sound(Variable.Of(1.0));
        Refused("'readme.txt'", ("readme.txt", array));
        Refused("'.npy'", (".npy", array));
        Refused("twice", ("a.npy", array), ("a.npy", array));
        Refused("'a.npy'", ("a.npy", Encoding.UTF8.GetBytes("no array")));

        static void Refused(string what, params (string Name, byte[] Contents)[] members)
        {
            using var stream = new MemoryStream();
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var (name, contents) in members)
                {
                    using var member = archive.CreateEntry(name).Open();
                    member.Write(contents);
                }
            }
            var error = Assert.Throws<InvalidDataException>(() => Npz.Load(stream));
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
        }
    }

    private static byte[] Sound(Variable<double> values)
    {
        using var stream = new MemoryStream();
        Npy.Save(stream, NpyArray.Of(values));
        return stream.ToArray();
    }
}
