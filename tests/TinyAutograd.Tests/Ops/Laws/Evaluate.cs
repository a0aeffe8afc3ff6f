using System.Numerics;

namespace TinyAutograd.Tests.Ops;

/// <summary>Values and gradients of a sample, the ways a user would compute them.</summary>
internal static class Evaluate
{
    /// <summary>The result, without a tape.</summary>
    public static NdArray Value<T>(OpSample sample, NdArray[] x)
        where T : unmanaged, IFloatingPointIeee754<T> => NdArray.From(sample.Call(Variables<T>(x)));

    public static NdArray Value(OpSample sample) => Value<double>(sample, sample.Inputs);

    /// <summary>The gradients of Σ f(x) ⊙ upstream with respect to the differentiable inputs.</summary>
    /// <param name="sample">The call.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="upstream">Of the shape of the result.</param>
    /// <param name="isComposed">Whether an outer tape listens, so that the rule of public ops is used and not a kernel.</param>
    public static NdArray[] Gradients<T>(
        OpSample sample,
        NdArray[] x,
        NdArray upstream,
        bool isComposed = false
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var outer = isComposed ? new Tape<T>() : null;
        using var tape = new Tape<T>();
        var inputs = Variables<T>(x);
        return
        [
            .. tape.Gradients(
                    sample.Call(inputs),
                    of: Targets(sample, inputs),
                    upstream.ToVariable<T>(),
                    Unreached.Zero
                )
                .Select(NdArray.From),
        ];
    }

    public static NdArray[] Gradients(OpSample sample, NdArray upstream, bool isComposed = false) =>
        Gradients<double>(sample, sample.Inputs, upstream, isComposed);

    /// <summary>Σᵢ ⟨gradient i, direction i⟩, each gradient by itself with kernels: what the second order law differentiates numerically.</summary>
    public static double Slope(
        OpSample sample,
        NdArray[] x,
        NdArray upstream,
        NdArray[] directions
    ) => Gradients<double>(sample, x, upstream).Zip(directions, Dot).Sum();

    /// <summary>The gradients of <see cref="Slope"/> with respect to the differentiable inputs and, last, the upstream gradient: nested tapes.</summary>
    public static NdArray[] SecondOrder(
        OpSample sample,
        NdArray[] x,
        NdArray upstream,
        NdArray[] directions
    ) => SecondOrder(inputs => sample.Call(inputs), sample.Differentiable, x, upstream, directions);

    /// <summary>The same of any function of variables.</summary>
    public static NdArray[] SecondOrder(
        Func<Variable<double>[], Variable<double>> f,
        int[] differentiable,
        NdArray[] x,
        NdArray upstream,
        NdArray[] directions
    )
    {
        using var outer = new Tape<double>();
        var inputs = Variables<double>(x);
        var dy = upstream.ToVariable<double>();
        Variable<double>[] targets = [.. differentiable.Select(i => inputs[i])];
        var slope = Variable.Of(0.0);
        using (var inner = new Tape<double>())
        {
            var gradients = inner.Gradients(f(inputs), of: targets, dy, Unreached.Zero);
            for (var i = 0; i < targets.Length; i++)
            {
                slope += (gradients[i] * directions[i].ToVariable<double>()).Sum();
            }
        }
        return
        [
            .. outer
                .Gradients(slope, of: [.. targets, dy], unreached: Unreached.Zero)
                .Select(NdArray.From),
        ];
    }

    public static Variable<T>[] Variables<T>(NdArray[] x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Array.ConvertAll(x, input => input.ToVariable<T>());

    public static double Dot(NdArray a, NdArray b) => a.Values.Zip(b.Values, (p, q) => p * q).Sum();

    private static Variable<T>[] Targets<T>(OpSample sample, Variable<T>[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. sample.Differentiable.Select(i => inputs[i])];
}
