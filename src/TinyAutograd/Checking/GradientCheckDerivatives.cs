using System.Numerics;

namespace TinyAutograd;

/// <summary>The function of a check and its analytic derivatives, at wherever its inputs have been moved. Input number <c>Count</c> is the
/// upstream gradient u, which the second order moves too.</summary>
internal sealed class GradientCheckDerivatives<T>(
    GradientCheckSubject<T> subject,
    RandomGenerator random
)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private Variable<T> upstream = Variable.Of(T.One);
    private Variable<T>[] weights = [];

    /// <summary>Number of inputs of the function.</summary>
    public int Count => weights.Length;

    /// <summary>The weights of the function's values.</summary>
    public double[] ValueWeights => Numbers(upstream);

    /// <summary>The weights w of the first order's gradients, one after the other.</summary>
    public double[] GradientWeights => [.. weights.SelectMany(Numbers)];

    /// <summary>Draws u and w for the shapes of the function. What is infinite (a mask of −∞) is left out.</summary>
    public void Draw()
    {
        using (new Workspace<T>())
        {
            var y = subject.Call();
            var u = Weights(y.Shape).ToArray();
            for (var i = 0; i < u.Length; i++)
            {
                u[i] = T.IsFinite(y.AsSpan()[i]) ? u[i] : T.Zero;
            }
            upstream = Variable.Of(u, y.Shape);
        }
        weights = [.. subject.Inputs.Select(x => Weights(x.Shape))];
    }

    public string Describe(int input) =>
        input < Count ? subject.Describe(input) : $"upstream gradient {upstream.Shape}";

    public Variable<T> Input(int input) => input < Count ? subject.Inputs[input] : upstream;

    public void Set(int input, ReadOnlySpan<T> values)
    {
        if (input < Count)
        {
            subject.Set(input, values);
        }
        else
        {
            upstream = Variable.Of(values, upstream.Shape);
        }
    }

    /// <summary>The values of the function.</summary>
    public double[] Values()
    {
        using var workspace = new Workspace<T>();
        return Numbers(subject.Call());
    }

    /// <summary>The gradients of Σ f ⊙ u one after the other, as the backward pass gives them when nobody records it.</summary>
    public double[] GradientValues() => [.. KernelGradients().SelectMany(gradient => gradient)];

    /// <inheritdoc cref="GradientValues"/>
    public double[][] KernelGradients()
    {
        using var workspace = new Workspace<T>(); // gives the memory of each call back
        using var tape = new Tape<T>();
        return Numbers(FirstOrder(tape));
    }

    /// <summary>The same gradients by the rules in public ops, and the gradients of Σ ∇ ⊙ w with respect to the inputs and to u.</summary>
    public (double[][] First, double[][] Second) ComposedGradients(int maxOrder)
    {
        using var outer = new Tape<T>();
        Gradients<T> first;
        using (var inner = new Tape<T>())
        {
            first = FirstOrder(inner);
        }
        if (maxOrder == 1 || first.Count == 0)
        {
            return (Numbers(first), []);
        }
        var sum = (first[0] * weights[0]).Sum();
        for (var i = 1; i < first.Count; i++)
        {
            sum += (first[i] * weights[i]).Sum();
        }
        var second = outer.Gradients(
            sum,
            of: [.. subject.Inputs, upstream],
            unreached: Unreached.Zero
        );
        return (Numbers(first), Numbers(second));
    }

    /// <summary>The ops that the function applies, with copies of what they read.</summary>
    public (Op<T> Op, Variable<T>[] Inputs)[] Calls()
    {
        using var tape = new Tape<T>();
        _ = subject.Call();
        return
        [
            .. tape.Entries.Select(entry =>
                (entry.Op, entry.Inputs.Select(x => x.Detach()).ToArray())
            ),
        ];
    }

    private Gradients<T> FirstOrder(Tape<T> tape) =>
        tape.Gradients(
            subject.Call(),
            of: subject.Inputs,
            upstream: upstream,
            unreached: Unreached.Zero
        );

    // Random, of both signs, not near 0, and without rounding in either element type.
    private Variable<T> Weights(Shape shape)
    {
        var values = new T[shape.ElementCount];
        for (var i = 0; i < values.Length; i++)
        {
            var eighths = 4 + random.NextInt32(13);
            values[i] = T.CreateChecked((random.NextInt32(2) == 0 ? eighths : -eighths) / 8.0);
        }
        return Variable.Of(values, shape);
    }

    private static double[][] Numbers(Gradients<T> gradients) => [.. gradients.Select(Numbers)];

    private static double[] Numbers(Variable<T> x) =>
        Array.ConvertAll(x.ToArray(), double.CreateTruncating);
}
