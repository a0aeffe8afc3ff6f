namespace TinyAutograd.Tests.Ops;

/// <summary>Derivatives of a function of one number, by the ways that the library has.</summary>
internal static class Derivatives
{
    /// <summary>The first derivative while nobody listens: backward kernels are used where there are any.</summary>
    public static double ByKernel(Func<Variable<double>, Variable<double>> f, double at)
    {
        using var tape = new Tape<double>();
        var x = Variable.Of(at);
        return tape.Gradient(f(x), x).Item();
    }

    /// <summary>The derivative of any order by the backward rules alone. A derivative that no longer depends on x is 0.</summary>
    public static double ByRule(Func<Variable<double>, Variable<double>> f, double at, int order)
    {
        using var listener = new Tape<double>();
        return Derive(f, Variable.Of(at), order).Item();
    }

    private static Variable<double> Derive(
        Func<Variable<double>, Variable<double>> f,
        Variable<double> x,
        int order
    )
    {
        if (order == 0)
        {
            return f(x);
        }
        using var tape = new Tape<double>();
        var y = Derive(f, x, order - 1);
        return tape.Keep(tape.Gradients(y, of: [x], unreached: Unreached.Zero)[0]);
    }
}
