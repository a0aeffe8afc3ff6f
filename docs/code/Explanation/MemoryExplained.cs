namespace TinyAutograd.Docs.Code;

/// <summary>Explanation: memory.</summary>
public static class MemoryExplained
{
    public static void Closed(TextWriter Console)
    {
        #region Closed
        Variable<double> y;
        using (var tape = new Tape<double>())
        {
            y = Variable.Of([1.0, 2.0]).Exp();
        }
        try
        {
            y.ToArray();
        }
        catch (ObjectDisposedException error)
        {
            Console.WriteLine(error.Message.Split('\n')[0]);
        }
        #endregion
    }

    public static void Kept(TextWriter Console)
    {
        #region Kept
        static Variable<double> Slope(Variable<double> x)
        {
            using var tape = new Tape<double>();
            return tape.Keep(tape.Gradient(x.Square().Sum(), of: x));
        }
        Console.WriteLine(Slope(Variable.Of([1.0, 2.0])));
        #endregion
    }

    public static void WithoutRecording(TextWriter Console)
    {
        var model = new Mlp<float>(sizes: [4, 8, 2], seed: 1);
        var x = Variable.Ones<float>([3, 4]);

        #region WithoutRecording
        float[] answers;
        using (var workspace = new Workspace<float>())
        {
            answers = model.Forward(x).ToArray(); // copied out; the rest is reused
        }
        Console.WriteLine($"{answers.Length} numbers");
        #endregion
    }

    public static void Graph(TextWriter Console)
    {
        #region Graph
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 1);
        var input = new Parameter<float>("input", [1, 2]);
        var graph = new StaticGraph<float>(() => model.Forward(input)); // traced, not yet computed
        float[][] questions =
        [
            [0, 1],
            [1, 1],
        ];
        foreach (var question in questions)
        {
            input.Assign(question);
            var answer = graph.Run()[0]; // allocates nothing
            Console.WriteLine(answer == model.Forward(input).Item());
        }
        #endregion
    }

    public static void Undecided(TextWriter Console)
    {
        var x = new Parameter<float>("x", [3]);

        #region Undecided
        try
        {
            _ = new StaticGraph<float>(() => x.Value.Sum().Item() > 0 ? x.Value.Exp() : x);
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine(error.Message);
        }
        #endregion
    }
}
