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
}
