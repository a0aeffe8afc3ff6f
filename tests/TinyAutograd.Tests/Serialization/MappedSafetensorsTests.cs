using System.Buffers.Binary;
using System.Text;

namespace TinyAutograd.Tests.Serialization;

public sealed class MappedSafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mapped").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string PathOf(string name) => Path.Combine(folder, name);

    [Fact]
    public void A_mapped_file_says_and_holds_what_a_loaded_one_does()
    {
        var path = PathOf("all");
        Safetensors.Save(
            path,
            [
                SafetensorsTensor.Of("double", Variable.Of([0.1, double.NaN])),
                SafetensorsTensor.Of("single", Variable.Of([1.5f, -2f])),
                SafetensorsTensor.Of("half", Variable.Of([1.5f]), SafetensorsType.F16),
                SafetensorsTensor.Of("brain", Variable.Of([1.5]), SafetensorsType.BF16),
                SafetensorsTensor.Of("bytes", [1, 2, 3], [3], SafetensorsType.U8),
                SafetensorsTensor.Of("mask", Mask.Of(true, false)),
                SafetensorsTensor.Of("none", Variable.Zeros<float>([0, 3])),
            ],
            new Dictionary<string, string> { ["k"] = "v" }
        );
        var loaded = Safetensors.Load(path);
        using var mapped = Safetensors.Map(path);
        Assert.Equal(loaded.Metadata, mapped.File.Metadata);
        Assert.Equal(loaded.ToString(), mapped.File.ToString());
        Assert.All(
            loaded.Tensors,
            tensor => Assert.Equal(tensor.Bytes.ToArray(), mapped.File[tensor.Name].Bytes.ToArray())
        );
        Assert.Equal([0.1, double.NaN], mapped.File["double"].ReadVariable<double>().ToArray());
        Assert.Equal([1.5f], mapped.File["brain"].ReadVariable<float>().ToArray());
        Assert.Equal([1L, 2, 3], mapped.File["bytes"].ReadInt64());
        Assert.Equal([true, false], mapped.File["mask"].ReadMask().ToArray());
        Assert.Equal(File.ReadAllBytes(path), Safetensors.ToBytes(mapped.File));
    }

    [Fact]
    public void What_was_read_outlives_the_mapping_and_what_was_not_is_refused()
    {
        var path = PathOf("one");
        Safetensors.Save(path, [SafetensorsTensor.Of("x", Variable.Of([1f, 2f]))]);
        var mapped = Safetensors.Map(path);
        var read = mapped.File["x"].ReadVariable<float>();
        mapped.Dispose();
        mapped.Dispose();
        Assert.Equal([1f, 2f], read.ToArray());
        Assert.Throws<ObjectDisposedException>(() => mapped.File["x"].ReadVariable<float>());
        Assert.Throws<ObjectDisposedException>(() => mapped.File["x"].Bytes);
    }

    // A sparse file: 5 GB by its length, a few kilobytes on the disk.
    [Fact]
    public void Of_a_file_of_gigabytes_only_what_is_asked_for_is_read()
    {
        const long Wide = 500_000_000;
        var header = Encoding.UTF8.GetBytes(
            "{"
                + string.Join(
                    ',',
                    Enumerable
                        .Range(0, 5)
                        .Select(i =>
                            $"\"w{i}\":{{\"dtype\":\"U16\",\"shape\":[{Wide}],\"data_offsets\":[{2 * Wide * i},{2 * Wide * (i + 1)}]}}"
                        )
                )
                + $",\"last\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[{10 * Wide},{10 * Wide + 4}]}}}}"
        );
        var path = PathOf("large");
        using (var stream = new FileStream(path, FileMode.CreateNew))
        {
            Span<byte> prefix = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
            stream.Write(prefix);
            stream.Write(header);
            stream.Seek(10 * Wide, SeekOrigin.Current);
            stream.Write(BitConverter.GetBytes(1.5f));
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var mapped = Safetensors.Map(path);
        Assert.Equal([1.5f], mapped.File["last"].ReadVariable<float>().ToArray());
        Assert.Equal(6, mapped.File.Tensors.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused_before_it_is_mapped()
    {
        var path = PathOf("whole");
        Safetensors.Save(path, [SafetensorsTensor.Of("x", Variable.Of([1f, 2f]))]);
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = PathOf($"cut{length}");
            File.WriteAllBytes(cut, whole[..length]);
            var error = Assert.Throws<InvalidDataException>(() => Safetensors.Map(cut));
            Assert.Equal(
                Assert.Throws<InvalidDataException>(() => Safetensors.Load(cut)).Message,
                error.Message
            );
        }
        Assert.Throws<FileNotFoundException>(() => Safetensors.Map(PathOf("nothing")));
    }

    [Fact]
    public void Truth_values_are_checked_when_they_are_read()
    {
        var path = PathOf("mask");
        Safetensors.Save(path, [SafetensorsTensor.Of("m", Mask.Of(true, true))]);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] = 2;
        File.WriteAllBytes(path, bytes);
        using var mapped = Safetensors.Map(path);
        var error = Assert.Throws<InvalidDataException>(() => mapped.File["m"].ReadMask());
        Assert.Contains("element 1", error.Message, StringComparison.Ordinal);
    }
}
