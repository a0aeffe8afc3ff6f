using System.Numerics;

namespace TinyAutograd;

/// <summary>What a gradient does about a target that does not influence the loss.</summary>
public enum Unreached
{
    /// <summary>Throw, naming the target.</summary>
    Throw,

    /// <summary>Its gradient is zero.</summary>
    Zero,
}

/// <summary>A list of operations. While it is open each op of this thread adds an entry; reading it backwards gives the gradients.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>Use it with <c>using</c>. It belongs to the thread that opened it and must not cross an <c>await</c>. What was computed before it
/// opened is a constant for it.</para>
/// <para>Higher order: with a second tape open around the first, the first tape's gradients are recorded on the second.</para>
/// </remarks>
public sealed class Tape<T> : Workspace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Opens a tape on this thread, inside those that are open.</summary>
    public Tape()
        : base(records: true, isHidden: false) { }

    /// <summary>The entries recorded since this tape opened, in order.</summary>
    /// <exception cref="ObjectDisposedException">The tape is closed.</exception>
    public IReadOnlyList<TapeEntry<T>> Entries
    {
        get
        {
            ThrowIfNotUsable();
            var entries = new TapeEntry<T>[End - Start];
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i] = new TapeEntry<T>(i, Start, Recorder, Start + i);
            }
            return entries;
        }
    }

    /// <summary>The derivative of a loss with respect to one variable or parameter.</summary>
    /// <param name="loss">What to differentiate: a single number, or any shape with <paramref name="upstream"/>.</param>
    /// <param name="of">With respect to what.</param>
    /// <param name="upstream">Weights of the loss's elements, of its shape: the result is the gradient of Σ loss ⊙ upstream. 1 unless told.</param>
    /// <param name="unreached">What to do if the loss does not depend on <paramref name="of"/>.</param>
    /// <returns>A variable of the shape of <paramref name="of"/>.</returns>
    /// <exception cref="ArgumentException">The loss has several elements and no upstream gradient, or one of another shape.</exception>
    /// <exception cref="InvalidOperationException">The loss was not recorded on this tape; the target does not influence it; a parameter was
    /// updated after it was recorded; an op on the path has no derivative.</exception>
    public Variable<T> Gradient(
        Variable<T> loss,
        Variable<T> of,
        Variable<T>? upstream = null,
        Unreached unreached = Unreached.Throw
    )
    {
        var gradients = new Variable<T>[1];
        Differentiate(loss, [of], upstream, unreached, gradients, i => Describe(of, "the target"));
        return gradients[0];
    }

    /// <summary>The derivatives of a loss with respect to several variables.</summary>
    /// <param name="loss">What to differentiate, see <see cref="Gradient"/>.</param>
    /// <param name="of">With respect to what; a target may occur twice.</param>
    /// <param name="upstream">See <see cref="Gradient"/>.</param>
    /// <param name="unreached">What to do about a target that the loss does not depend on.</param>
    /// <returns>A new object with one gradient per target, in order.</returns>
    /// <inheritdoc cref="Gradient" path="/exception"/>
    public Gradients<T> Gradients(
        Variable<T> loss,
        IReadOnlyList<Variable<T>> of,
        Variable<T>? upstream = null,
        Unreached unreached = Unreached.Throw
    )
    {
        ArgumentNullException.ThrowIfNull(of);
        var targets = of.ToArray();
        var gradients = new Variable<T>[targets.Length];
        Differentiate(
            loss,
            targets,
            upstream,
            unreached,
            gradients,
            i => Describe(targets[i], $"target {i}")
        );
        return new Gradients<T>(targets, parameters: null, gradients, HasListener);
    }

    /// <summary>The derivatives of a loss with respect to parameters: what an optimizer takes.</summary>
    /// <param name="loss">What to differentiate, see <see cref="Gradient"/>.</param>
    /// <param name="of">With respect to what, for example <c>model.Parameters</c>.</param>
    /// <param name="upstream">See <see cref="Gradient"/>.</param>
    /// <param name="unreached">What to do about a parameter that the loss does not depend on.</param>
    /// <returns>A new object with one gradient per parameter, in order.</returns>
    /// <inheritdoc cref="Gradient" path="/exception"/>
    public Gradients<T> Gradients(
        Variable<T> loss,
        IReadOnlyList<Parameter<T>> of,
        Variable<T>? upstream = null,
        Unreached unreached = Unreached.Throw
    )
    {
        ArgumentNullException.ThrowIfNull(of);
        var targets = new Variable<T>[of.Count];
        for (var i = 0; i < targets.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(of[i], nameof(of));
            targets[i] = of[i].Value;
        }
        var gradients = new Variable<T>[targets.Length];
        Differentiate(
            loss,
            targets,
            upstream,
            unreached,
            gradients,
            i => $"parameter '{of[i].Name}' {of[i].Shape}"
        );
        return new Gradients<T>(targets, of, gradients, HasListener);
    }

    /// <summary>The entries as a table: number, op, inputs, shape.</summary>
    public override string ToString() => IsOpen ? TapeText.Of(Entries) : "Tape (closed)";

    /// <summary>Whether another tape records what this one's backward pass computes.</summary>
    internal bool HasListener
    {
        get
        {
            for (var scope = Recorder.Innermost; scope is { Records: true }; scope = scope.Parent)
            {
                if (!ReferenceEquals(scope, this))
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>One past the last entry that this tape may ask about: what a workspace within it records is not its own.</summary>
    internal int End
    {
        get
        {
            var end = Recorder.Count;
            for (
                var scope = Recorder.Innermost;
                scope is not null && !ReferenceEquals(scope, this);
                scope = scope.Parent
            )
            {
                end = scope.Records ? end : scope.Start;
            }
            return end;
        }
    }

    private void Differentiate(
        Variable<T> loss,
        Variable<T>[] targets,
        Variable<T>? upstream,
        Unreached unreached,
        Variable<T>[] gradients,
        Func<int, string> describe
    )
    {
        ArgumentNullException.ThrowIfNull(loss);
        ThrowIfNotUsable();
        if (upstream is null && loss.Length != 1)
        {
            throw new ArgumentException(
                $"Gradient: the loss has shape {loss.Shape}. Reduce it to one number (Sum, Mean) or give an upstream gradient of its shape.",
                nameof(loss)
            );
        }
        if (upstream is not null && upstream.Shape != loss.Shape)
        {
            throw new ArgumentException(
                $"Gradient: the upstream gradient has shape {upstream.Shape}, the loss {loss.Shape}; they must be equal.",
                nameof(upstream)
            );
        }
        var pass = Recorder.RentPass();
        try
        {
            pass.Run(
                Start,
                End,
                HasListener,
                loss,
                targets,
                upstream,
                unreached,
                gradients,
                describe
            );
        }
        finally
        {
            pass.Clear();
            Recorder.Return(pass);
        }
    }

    private static string Describe(Variable<T> target, string role) =>
        $"{role} ({target.Origin} {target.Shape})";
}
