namespace TinyAutograd.Docs.Code;

/// <summary>Explanation: how the tape works.</summary>
public static class HowTheTapeWorks
{
    private static Variable<double> Loss(
        Variable<double> x,
        Parameter<double> w,
        Parameter<double> b
    )
    {
        #region Loss
        var h = (x * w + b).Tanh();
        var loss = (h - 1.0).Square();
        #endregion
        return loss;
    }

    public static void Table(TextWriter Console)
    {
        var (x, w, b) = Numbers();

        #region Table
        using var tape = new Tape<double>();
        var loss = Loss(x, w, b);
        Console.WriteLine(tape);
        #endregion
    }

    public static void Drawing(TextWriter Console)
    {
        var (x, w, b) = Numbers();

        #region Drawing
        using var tape = new Tape<double>();
        var loss = Loss(x, w, b);
        Console.WriteLine(tape.ToMermaid());
        #endregion
    }

    public static void Backwards(TextWriter Console)
    {
        var (x, w, b) = Numbers();

        #region Backwards
        using var tape = new Tape<double>();
        var loss = Loss(x, w, b);
        var results = tape.Entries.Select(entry => entry.Output.Item()).ToArray();

        // d[i] is the derivative of the loss with respect to the result of entry i.
        var d = new double[5];
        d[4] = 1; // the loss with respect to itself
        d[3] = d[4] * 2 * results[3]; // square: 2·x
        d[2] = d[3]; // subtract: 1
        d[1] = d[2] * (1 - results[2] * results[2]); // tanh: 1 − y²
        d[0] = d[1]; // add: 1
        var dw = d[0] * x.Item(); // multiply: the other factor
        var db = d[1];

        var gradients = tape.Gradients(loss, of: [w, b]);
        Console.WriteLine($"by hand  dw {dw:F6}, db {db:F6}");
        Console.WriteLine($"tape     dw {gradients[w].Item():F6}, db {gradients[b].Item():F6}");
        #endregion
    }

    public static void NoDerivative(TextWriter Console)
    {
        #region NoDerivative
        var x = Variable.Of([0.4, 1.6]);
        using var tape = new Tape<double>();
        var loss = x.Round().Sum();
        try
        {
            tape.Gradient(loss, of: x);
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine(error.Message);
        }
        #endregion
    }

    private static (Variable<double> X, Parameter<double> W, Parameter<double> B) Numbers() =>
        (
            Variable.Of(2.0),
            new Parameter<double>("w", Variable.Of(0.3)),
            new Parameter<double>("b", Variable.Of(0.1))
        );
}
