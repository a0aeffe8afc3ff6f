namespace TinyAutograd.Docs.Code;

/// <summary>How-to: check a gradient.</summary>
public static class CheckAGradient
{
    public static void Function(TextWriter Console)
    {
        #region Function
        var x = Variable.Of([0.5, -1.5, 2.0]);
        var report = GradientCheck.Of(x => (x.Tanh() * x).Sum(), at: x);
        Console.WriteLine($"right: {report.Passed}, ops: {string.Join(", ", report.Ops)}");
        #endregion
    }

    public static void Module(TextWriter Console)
    {
        #region Module
        var model = new Mlp<double>(sizes: [3, 5, 2], seed: 1);
        var x = Variable.Normal<double>([4, 3], new RandomGenerator(seed: 2));
        var labels = Indices.Of(0, 1, 1, 0);
        var options = new GradientCheckOptions { MaxOrder = 1 };
        var report = GradientCheck
            .Of(() => model.Forward(x).CrossEntropy(labels), model, options)
            .ThrowIfFailed();
        Console.WriteLine($"right: {report.Passed}");
        #endregion
    }

    public static void Wrong(TextWriter Console)
    {
        #region Wrong
        var op = new ForgetfulGaussianOp<double>();
        var x = Variable.Of([-1.0, 0.5]);
        Console.WriteLine(GradientCheck.Of(x => op.Apply(x), at: x, new() { MaxOrder = 1 }));
        #endregion
    }

    public static void Kink(TextWriter Console)
    {
        #region Kink
        var x = Variable.Of([-1.0, 0.0, 1.0]); // 0 is the kink of relu
        var report = GradientCheck.Of(x => x.Relu(), at: x, new() { MaxOrder = 1 });
        Console.WriteLine($"right: {report.Count(GradientCheckVerdict.Right)}");
        Console.WriteLine($"at a kink: {report.Count(GradientCheckVerdict.NotDifferentiable)}");
        #endregion
    }
}
