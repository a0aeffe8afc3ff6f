namespace TinyAutograd.Docs.Code;

/// <summary>How-to: export.</summary>
public static class Export
{
    public static void SafetensorsFiles(TextWriter Console)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("arrays.safetensors");

        #region SafetensorsFiles
        Variable<float> weights = Variable.Of<float>([
            [1, 2],
            [3, 4],
        ]);
        Safetensors.Save(
            path,
            [
                SafetensorsTensor.Of("weights", weights),
                SafetensorsTensor.Of("half", weights, SafetensorsType.BF16),
                SafetensorsTensor.Of("labels", Indices.Of(3, 1)),
            ]
        );
        foreach (var tensor in Safetensors.Load(path).Tensors)
        {
            Console.WriteLine(tensor);
        }
        #endregion
    }

    public static void Mapped(TextWriter Console)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("arrays.safetensors");
        Safetensors.Save(path, [SafetensorsTensor.Of("weights", Variable.Of([1f, 2f]))]);

        #region Mapped
        using var mapped = Safetensors.Map(path); // reads the header, and an array when it is asked for
        Console.WriteLine(mapped.File["weights"].ReadVariable<float>());
        #endregion
    }

    public static void NumPyFiles(TextWriter Console)
    {
        using var folder = new TemporaryFolder();
        var (one, several) = (folder.PathOf("x.npy"), folder.PathOf("all.npz"));

        #region NumPyFiles
        var x = Variable.Linspace(0.0, 1.0, 5);
        Npy.Save(one, x);
        Npz.Save(
            several,
            new Dictionary<string, NpyArray>
            {
                ["x"] = NpyArray.Of(x),
                ["labels"] = NpyArray.Of(Indices.Of(2, 0, 1)),
            },
            isCompressed: true
        );
        Console.WriteLine(Npy.Load(one).ReadVariable<double>());
        Console.WriteLine(Npz.Load(several)["labels"].ReadIndices());
        #endregion
    }

    public static void TextFormats(TextWriter Console)
    {
        #region TextFormats
        var x = Variable.Of(2.0);
        using var tape = new Tape<double>();
        var y = x.Log() * x;
        Console.WriteLine(tape.ToDot()); // dot -Tsvg draws it
        #endregion
    }
}
