using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>The chain rule: one walk over the entries between targets and loss, backwards.</summary>
internal sealed partial class BackwardPass<T>(Recorder<T> recorder)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private bool isPassedOn; // the entry's kernel handed a variable on, which may read the memory of dy
    private Pause<T>? pause;

    /// <summary>Whether nobody records the pass, so that kernels may be used.</summary>
    private bool usesKernels;

    public void Run(
        int start,
        int end,
        bool hasListener,
        Variable<T> loss,
        Variable<T>[] targets,
        Variable<T>? upstream,
        Unreached unreached,
        Variable<T>[] results,
        Func<int, string> describe
    )
    {
        this.start = start;
        usesKernels = !hasListener;
        var lossEntry = IsEntry(loss, end) ? loss.Entry : -1;
        end = Math.Max(lossEntry + 1, start);
        Prepare(end, targets);
        var lossSlot = SlotOf(loss, end);
        if (lossSlot < 0 && unreached == Unreached.Throw)
        {
            throw new InvalidOperationException(
                $"Gradient: the loss ({loss.Origin} {loss.Shape}) was not recorded on this tape. Compute it while the tape is open."
            );
        }
        if (usesKernels)
        {
            Stop();
        }
        try
        {
            if (lossSlot >= 0)
            {
                gradients[lossSlot] = upstream ?? Ones(loss.Shape);
            }
            for (var entry = lossEntry; entry >= start; entry--)
            {
                Visit(entry);
            }
            Collect(targets, end, unreached, results, describe);
        }
        finally
        {
            if (usesKernels)
            {
                pause!.Dispose();
            }
        }
    }

    /// <summary>Forgets the pass, so that nothing keeps its variables.</summary>
    public void Clear()
    {
        leaves.Clear();
        Array.Clear(gradients, 0, slotCount);
        Array.Clear(owned, 0, slotCount);
        Array.Clear(rooms);
        Array.Clear(isAddedTo);
    }

    /// <summary>Whether input <paramref name="i"/> of the visited entry needs a gradient.</summary>
    public bool Needs(int i) => SlotOfInput(i) >= 0;

    /// <summary>The gradient with respect to the visited entry's output.</summary>
    public Variable<T> Upstream => GradientOf(VisitedSlot, recorder.Entries[visited].Output);

    /// <summary>A rule sets the gradient of input <paramref name="i"/>.</summary>
    public void Set(int i, Variable<T> gradient)
    {
        gradient.ThrowIfEnded();
        if (Needs(i))
        {
            isPassedOn = true;
            isMissing[i] = false;
            Add(i, gradient);
        }
    }

    private void Add(int i, Variable<T> gradient)
    {
        var slot = SlotOfInput(i);
        var input = InputOf(i);
        var isOwn = false;
        if (gradient.Shape != input.Shape)
        {
            gradient = Match(recorder.Entries[visited].Op, i, gradient, input.Shape);
            isOwn = usesKernels;
        }
        recorder.Observer?.Differentiated(visited, i, Upstream, gradient);
        if (owned[slot] is { } sum)
        {
            var total = sum.Span(input.Length);
            ElementwiseKernels.Add(total, gradient.AsSpan(), total);
            if (isOwn)
            {
                recorder.Arena.Return(gradient.Block);
            }
            return;
        }
        if (gradients[slot] is { } given)
        {
            gradient = given.Add(gradient);
            isOwn = usesKernels;
        }
        gradients[slot] = gradient;
        owned[slot] = isOwn ? gradient.Block : null;
    }

    private void Visit(int entry)
    {
        visited = entry;
        var slot = VisitedSlot;
        if (!leadsToTarget[slot] || (gradients[slot] is null && owned[slot] is null))
        {
            return;
        }
        ref readonly var record = ref recorder.Entries[entry];
        visitedInput = record.FirstInput;
        var (op, inputCount) = (record.Op, record.InputCount);
        if (!op.IsDifferentiable)
        {
            ThrowNoDerivative(op);
        }
        ThrowIfParameterChanged(inputCount);
        var observer = recorder.Observer;
        var begin = observer?.Begin() ?? 0;
        Expect(inputCount);
        var call = new OpCall<T>(recorder, entry);
        var sink = new GradientSink<T>(this);
        if (usesKernels && op.BackwardKernel(call, ValuesOf(slot, record.Output), sink))
        {
            Commit(inputCount);
            if (owned[slot] is { } dy && !isTarget[slot] && !isPassedOn)
            {
                recorder.Arena.Return(dy);
            }
        }
        else
        {
            op.Backward(call, Upstream, sink);
        }
        for (var i = 0; i < inputCount; i++)
        {
            if (isMissing[i])
            {
                ThrowMissing(op, i);
            }
        }
        if (!isTarget[slot])
        {
            gradients[slot] = null;
            owned[slot] = null;
        }
        observer?.Visited(entry, begin);
    }

    private void Collect(
        Variable<T>[] targets,
        int end,
        Unreached unreached,
        Variable<T>[] results,
        Func<int, string> describe
    )
    {
        for (var i = 0; i < targets.Length; i++)
        {
            var slot = SlotOf(targets[i], end);
            if (gradients[slot] is not null || owned[slot] is not null)
            {
                results[i] = GradientOf(slot, targets[i]);
                continue;
            }
            ThrowIfReplaced(targets[i], end, describe(i));
            if (unreached == Unreached.Throw)
            {
                throw new InvalidOperationException(
                    $"Gradient: {describe(i)} does not influence the loss on this tape. Was it used, and used while the tape was open? "
                        + "Say unreached: Unreached.Zero if a gradient of zero is meant."
                );
            }
            results[i] = Variable.Zeros<T>(targets[i].Shape);
        }
    }

    private static Variable<T> Match(Op<T> op, int i, Variable<T> gradient, Shape shape)
    {
        if (Broadcasting.IsExpandable(shape, gradient.Shape))
        {
            return gradient.SumTo(shape);
        }
        if (Broadcasting.IsExpandable(gradient.Shape, shape))
        {
            return gradient.Expand(shape);
        }
        throw new InvalidOperationException(
            $"{op.Name}: its backward rule gave input {i} a gradient of shape {gradient.Shape}, which does not broadcast to or from {shape}."
        );
    }

    private Variable<T> Ones(Shape shape)
    {
        var block = recorder.Arena.Rent(shape.ElementCount);
        block.Span(shape.ElementCount).Fill(T.One);
        return new Variable<T>(block, shape, "ones");
    }

    private void Stop()
    {
        if (pause is null)
        {
            pause = new Pause<T>();
        }
        else
        {
            pause.Reopen();
        }
    }
}
