using System.Numerics;

namespace TinyAutograd;

/// <content>The forward rule: how a direction of the inputs becomes a direction of the result.</content>
public abstract partial class Op<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>In what way the op is linear. Nothing is claimed unless overridden.</summary>
    public virtual Linearity Linearity => Linearity.None;

    /// <summary>The forward rule, in public ops: the derivative of the result when the inputs move, <c>Σᵢ (∂y/∂xᵢ) dxᵢ</c>.</summary>
    /// <param name="call">The recorded call.</param>
    /// <param name="dx">The direction of each input, of its shape; null where it stays. At least one moves.</param>
    /// <returns>The direction of the result, of its shape.</returns>
    /// <remarks>A linear op carries the direction itself. Otherwise the rule is derived from the backward rule, unless overridden: dx is
    /// linear in dy, so its own derivative with respect to dy, weighted by a direction, is that direction carried forward.
    /// Cost of the derived rule: the op once more, its backward rule, and that rule's own.</remarks>
    public virtual Variable<T> Tangent(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx) =>
        Linearity switch
        {
            Linearity.Joint => OfAllTogether(call, dx),
            Linearity.Each => OfEach(call, dx),
            _ => OfTransposedRule(call, dx),
        };

    // f(v₀, v₁, …) with 0 for what stays
    private Variable<T> OfAllTogether(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx)
    {
        var inputs = new Variable<T>[dx.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = dx[i] ?? Variable.Zeros<T>(call.Input(i).Shape);
        }
        return Apply(inputs);
    }

    // f(v, b) + f(a, w): the product rule
    private Variable<T> OfEach(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx)
    {
        Variable<T>? sum = null;
        for (var i = 0; i < dx.Length; i++)
        {
            if (dx[i] is { } moved)
            {
                var inputs = InputsOf(call);
                inputs[i] = moved;
                var part = Apply(inputs);
                sum = sum is null ? part : sum.Add(part);
            }
        }
        return sum!;
    }

    // A variable that stands at two inputs moves alike at both: it is one target, whose gradient is the sum of both.
    private Variable<T> OfTransposedRule(OpCall<T> call, ReadOnlySpan<Variable<T>?> dx)
    {
        var inputs = InputsOf(call);
        var (targets, directions) = (new List<Variable<T>>(), new List<Variable<T>>());
        for (var i = 0; i < inputs.Length; i++)
        {
            if (dx[i] is { } direction && Array.IndexOf(inputs, inputs[i]) == i)
            {
                targets.Add(inputs[i]);
                directions.Add(direction);
            }
        }
        using var outer = new Tape<T>();
        var dy = Variable.Zeros<T>(call.Output.Shape);
        Gradients<T> gradients;
        using (var inner = new Tape<T>())
        {
            gradients = inner.Gradients(Apply(inputs), targets, dy, Unreached.Zero);
        }
        var sum = outer.Gradient(gradients[0], dy, directions[0], Unreached.Zero);
        for (var i = 1; i < gradients.Count; i++)
        {
            sum = sum.Add(outer.Gradient(gradients[i], dy, directions[i], Unreached.Zero));
        }
        return outer.Keep(sum);
    }

    private static Variable<T>[] InputsOf(OpCall<T> call)
    {
        var inputs = new Variable<T>[call.InputCount];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = call.Input(i);
        }
        return inputs;
    }
}
