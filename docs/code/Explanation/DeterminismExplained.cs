namespace TinyAutograd.Docs.Code;

/// <summary>Explanation: determinism.</summary>
public static class DeterminismExplained
{
    public static void Threads(TextWriter Console)
    {
        var usual = Parallelism.Degree;

        #region Threads
        var random = new RandomGenerator(seed: 1);
        var a = Variable.Normal<float>([300, 500], random);
        var b = Variable.Normal<float>([500, 400], random);
        var results = new List<float[]>();
        foreach (var degree in new[] { 1, 2, 4 })
        {
            Parallelism.Degree = degree;
            results.Add(a.MatMul(b).Softmax().ToArray());
        }
        Console.WriteLine(
            $"the same bits: {results.All(result => result.SequenceEqual(results[0]))}"
        );
        #endregion

        Parallelism.Degree = usual;
    }

    public static void Forks(TextWriter Console)
    {
        #region Forks
        var root = new RandomGenerator(seed: 1);
        var first = root.Fork(1).NextUInt32();
        root.NextDouble(); // what the root draws does not move its forks
        Console.WriteLine($"the same: {root.Fork(1).NextUInt32() == first}");
        #endregion
    }
}
