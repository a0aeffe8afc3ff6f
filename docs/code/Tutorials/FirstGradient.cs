namespace TinyAutograd.Docs.Code;

/// <summary>Tutorial: your first gradient.</summary>
public static class FirstGradient
{
    public static void Derivative(TextWriter Console)
    {
        #region Derivative
        var x = Variable.Of(3.0);
        using var tape = new Tape<double>();
        var y = x * x + 2.0 * x; // 15
        var slope = tape.Gradient(y, of: x); // 2x + 2
        Console.WriteLine($"y = {y}, dy/dx = {slope}");
        #endregion
    }

    public static void ReadTheTape(TextWriter Console)
    {
        #region ReadTheTape
        var x = Variable.Of(3.0);
        using var tape = new Tape<double>();
        var y = x * x + 2.0 * x;
        Console.WriteLine(tape);
        #endregion
    }

    public static void SeveralNumbers(TextWriter Console)
    {
        #region SeveralNumbers
        Variable<double> a = Variable.Of<double>([
            [1, 2],
            [3, 4],
        ]); // (2, 2)
        Variable<double> b = Variable.Of([10.0, 20.0]); // (2)
        using var tape = new Tape<double>();
        var loss = (a * b).Square().Mean(); // b stands beside each row of a
        var gradients = tape.Gradients(loss, of: [a, b]);
        Console.WriteLine($"loss = {loss}");
        Console.WriteLine($"with respect to a, {gradients[a].Shape}:\n{gradients[a]}");
        Console.WriteLine($"with respect to b, {gradients[b].Shape}: {gradients[b]}");
        #endregion
    }

    public static void Downhill(TextWriter Console)
    {
        #region Downhill
        var x = new Parameter<double>("x", Variable.Of(0.0));
        var sgd = new Sgd<double>([x], learningRate: 0.1);
        for (var step = 1; step <= 50; step++)
        {
            using var tape = new Tape<double>();
            var loss = (x - 3.0).Square(); // smallest at 3
            sgd.Step(tape.Gradients(loss, of: [x]));
        }
        Console.WriteLine($"x = {x.Value.Item():F3}");
        #endregion
    }

    public static void Forgotten(TextWriter Console)
    {
        #region Forgotten
        var x = Variable.Of(3.0);
        var y = x.Square(); // before the tape opens: nobody writes it down
        using var tape = new Tape<double>();
        var z = 2.0 * y;
        try
        {
            tape.Gradient(z, of: x);
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine(error.Message);
        }
        #endregion
    }
}
