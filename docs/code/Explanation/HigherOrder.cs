namespace TinyAutograd.Docs.Code;

/// <summary>Explanation: higher order.</summary>
public static class HigherOrder
{
    public static void Twice(TextWriter Console)
    {
        #region Twice
        var x = Variable.Of(2.0);
        using var outer = new Tape<double>();
        Variable<double> slope;
        using (var inner = new Tape<double>())
        {
            slope = inner.Gradient(x.Pow(3.0), of: x); // 3x², recorded by outer
        }
        Console.WriteLine($"first {slope}, second {outer.Gradient(slope, of: x)}");
        #endregion
    }

    public static void Functions(TextWriter Console)
    {
        #region Functions
        static Variable<double> F(Variable<double> x) => (x.Square() * x).Sum(); // Σx³
        var x = Variable.Of([1.0, 2.0]);
        var v = Variable.Of([1.0, 0.0]);
        Console.WriteLine($"gradient {Differentiate.Gradient(F, at: x)}");
        Console.WriteLine($"Hessian\n{Differentiate.Hessian(F, at: x)}");
        Console.WriteLine($"Hessian times v {Differentiate.HessianVectorProduct(F, x, vector: v)}");
        #endregion
    }

    public static void GradientPenalty(TextWriter Console)
    {
        #region GradientPenalty
        var model = new Mlp<double>(sizes: [2, 8, 1], seed: 1);
        var x = Variable.Normal<double>([5, 2], new RandomGenerator(seed: 2));
        using var tape = new Tape<double>();
        var slopes = Differentiate.Gradient(x => model.Forward(x).Sum(), at: x); // (5, 2), recorded
        var penalty = (slopes.Norm(axes: 1) - 1.0).Square().Mean(); // slopes of length 1 are wanted
        var gradients = tape.Gradients(penalty, of: model.Parameters, unreached: Unreached.Zero);
        Console.WriteLine($"{gradients.Count} gradients through a gradient");
        #endregion
    }
}
