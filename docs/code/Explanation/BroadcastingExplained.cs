namespace TinyAutograd.Docs.Code;

/// <summary>Explanation: broadcasting.</summary>
public static class BroadcastingExplained
{
    public static void Shapes(TextWriter Console)
    {
        #region Shapes
        var column = Variable.Of<double>([
            [10],
            [20],
        ]); // (2, 1)
        var row = Variable.Of([1.0, 2.0, 3.0]); // (3)
        Console.WriteLine((column + row).Shape);
        Console.WriteLine(column + row);
        Console.WriteLine(Broadcasting.TryBroadcast([2, 3], [4], out _));
        #endregion
    }

    public static void Refused(TextWriter Console)
    {
        #region Refused
        try
        {
            _ = Variable.Zeros<double>([2, 3]) + Variable.Zeros<double>([4]);
        }
        catch (ArgumentException error)
        {
            Console.WriteLine(error.Message);
        }
        #endregion
    }

    public static void Backwards(TextWriter Console)
    {
        #region Backwards
        var x = Variable.Ones<double>([4, 3]);
        var bias = Variable.Of([1.0, 2.0, 3.0]);
        using var tape = new Tape<double>();
        var loss = (x + bias).Sum();
        Console.WriteLine(tape.Gradient(loss, of: bias)); // four rows used each number
        #endregion
    }

    public static void SumsGoBack(TextWriter Console)
    {
        #region SumsGoBack
        var x = Variable.Of<double>([
            [1, 2],
            [3, 4],
        ]);
        using var tape = new Tape<double>();
        var sums = x.Sum(axes: 1); // (2)
        var loss = (sums * Variable.Of([1.0, 10.0])).Sum();
        Console.WriteLine(tape.Gradient(loss, of: x));
        #endregion
    }
}
