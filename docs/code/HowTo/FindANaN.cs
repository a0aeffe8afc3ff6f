namespace TinyAutograd.Docs.Code;

/// <summary>How-to: find a NaN.</summary>
public static class FindANaN
{
    public static void Forward(TextWriter Console)
    {
        #region Forward
        var x = Variable.Of([4.0, -1.0]);
        using var detection = new AnomalyDetection<double>();
        using var tape = new Tape<double>();
        try
        {
            var loss = (x.Sqrt() + 1.0).Mean();
        }
        catch (AnomalyException anomaly)
        {
            Console.WriteLine($"{anomaly.Op} of {anomaly.InputShapes[0]}");
            Console.WriteLine($"called in {anomaly.Method}, {Path.GetFileName(anomaly.FileName)}");
        }
        #endregion
    }

    public static void Backward(TextWriter Console)
    {
        #region Backward
        var x = Variable.Of([4.0, 0.0]);
        using var detection = new AnomalyDetection<double>();
        using var tape = new Tape<double>();
        var loss = x.Sqrt().Mean(); // 1: nothing wrong so far
        try
        {
            tape.Gradient(loss, of: x); // the slope of the root at 0 is infinite
        }
        catch (AnomalyException anomaly)
        {
            Console.WriteLine($"gradient of input {anomaly.GradientOfInput} of {anomaly.Op}");
        }
        #endregion
    }
}
