namespace TinyAutograd.Docs.Code;

/// <summary>Explanation: attention, from average to learned.</summary>
public static class AttentionFromAverage
{
    private static readonly Variable<double> X = Variable.Of<double>([
        [1, 0],
        [3, 2],
        [2, 4],
        [6, 2],
    ]); // (T, C)

    public static void Loop(TextWriter Console)
    {
        var x = X;

        #region Loop
        var rows = new List<Variable<double>>();
        for (var t = 0; t < x.Shape[0]; t++)
        {
            rows.Add(x[..(t + 1)].Mean(axes: 0)); // (C)
        }
        Console.WriteLine(VariableOps.Stack(rows)); // (T, C)
        #endregion
    }

    public static void Product(TextWriter Console)
    {
        var x = X;

        #region Product
        var ones = Variable.Ones<double>([4, 4]).Tril(); // (T, T)
        var weights = ones / ones.Sum(axes: 1, keepDims: true); // rows sum to 1
        Console.WriteLine($"{weights:F2}");
        Console.WriteLine(weights.MatMul(x)); // (T, C)
        #endregion
    }

    public static void Softmax(TextWriter Console)
    {
        var x = X;

        #region Softmax
        var scores = Variable.Zeros<double>([4, 4]); // nobody is more interesting than another
        var past = scores.MaskedFill(!Mask.Causal(4), double.NegativeInfinity);
        var weights = past.Softmax();
        Console.WriteLine($"{weights:F2}");
        Console.WriteLine($"{weights.MatMul(x):F2}");
        #endregion
    }

    public static void Learned(TextWriter Console)
    {
        var x = X;

        #region Learned
        var random = new RandomGenerator(seed: 1);
        var query = new Linear<double>(2, 2, random, hasBias: false);
        var key = new Linear<double>(2, 2, random, hasBias: false);
        var (q, k) = (query.Forward(x), key.Forward(x)); // each (T, D)
        var scores = q.MatMul(k, transposeB: true) / Math.Sqrt(2); // (T, T)
        var weights = scores.MaskedFill(!Mask.Causal(4), double.NegativeInfinity).Softmax();
        Console.WriteLine($"{weights:F2}");

        var fused = q.ScaledDotProductAttention(k, x, isCausal: true);
        Console.WriteLine($"one op: {(fused - weights.MatMul(x)).Abs().Max().Item() < 1e-12}");
        #endregion
    }
}
