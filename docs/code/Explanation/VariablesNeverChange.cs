namespace TinyAutograd.Docs.Code;

/// <summary>Explanation: why variables never change.</summary>
public static class VariablesNeverChange
{
    public static void Rebound(TextWriter Console)
    {
        #region Rebound
        var x = Variable.Of(2.0);
        var before = x;
        x *= 3.0; // a new variable; the name x now means it
        Console.WriteLine($"{before}, {x}");
        #endregion
    }

    public static void Stale(TextWriter Console)
    {
        #region Stale
        var w = new Parameter<double>("w", Variable.Of([1.0, 2.0]));
        var old = w.Value;
        w.Assign([5.0, 6.0]); // ends the revision that old belongs to
        try
        {
            old.ToArray();
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine(error.Message);
        }
        Console.WriteLine(w.Value);
        #endregion
    }

    public static void UpdatedTooEarly(TextWriter Console)
    {
        #region UpdatedTooEarly
        var w = new Parameter<double>("w", Variable.Of(2.0));
        using var tape = new Tape<double>();
        var loss = w.Value.Square();
        w.Assign([7.0]); // the tape still needs the 2
        try
        {
            tape.Gradients(loss, of: [w]);
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine(error.Message);
        }
        #endregion
    }
}
