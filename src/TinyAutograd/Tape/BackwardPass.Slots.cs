using System.Numerics;

namespace TinyAutograd;

/// <content>Which variables receive a gradient, and where it is kept.</content>
internal sealed partial class BackwardPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A slot stands for a variable that may receive a gradient: first the targets that are no entries, then the entries.
    private readonly Dictionary<Variable<T>, int> leaves = new(ReferenceEqualityComparer.Instance);
    private Variable<T>?[] gradients = []; // as a rule gave them, or of owned memory where somebody asked for a variable
    private Block<T>?[] owned = []; // memory that kernels alone have seen: it may be added to in place, and recycled
    private bool[] isTarget = [];
    private bool[] leadsToTarget = []; // of an entry: a gradient of one of its inputs is wanted
    private int[] slots = []; // of each input of each entry that leads to a target or is one, or -1
    private int start;
    private int firstInput;
    private int slotCount;
    private int visited; // the entry whose rule is running
    private int visitedInput; // the flat position of its first input

    private void Prepare(int end, Variable<T>[] targets)
    {
        foreach (var target in targets)
        {
            ArgumentNullException.ThrowIfNull(target, "of"); // as the caller knows the targets
            if (!IsEntry(target, end))
            {
                leaves.TryAdd(target, leaves.Count);
            }
        }
        slotCount = leaves.Count + end - start;
        firstInput = recorder.FirstInput(start);
        Grow(recorder.FirstInput(end) - firstInput);
        Array.Clear(isTarget, 0, slotCount);
        foreach (var target in targets)
        {
            isTarget[SlotOf(target, end)] = true;
        }
        for (var entry = start; entry < end; entry++)
        {
            var leads = false;
            var inputs = recorder.InputsOf(entry);
            var first = recorder.FirstInput(entry) - firstInput;
            for (var i = 0; i < inputs.Length; i++)
            {
                var slot = SlotOf(inputs[i], entry);
                if (slot >= leaves.Count && !leadsToTarget[slot] && !isTarget[slot])
                {
                    slot = -1;
                }
                slots[first + i] = slot;
                leads |= slot >= 0;
            }
            leadsToTarget[leaves.Count + entry - start] = leads;
        }
    }

    private bool IsEntry(Variable<T> variable, int end) =>
        variable.Entry >= start && variable.Entry < end && recorder.Holds(variable);

    private int SlotOf(Variable<T> variable, int end) =>
        IsEntry(variable, end)
            ? leaves.Count + variable.Entry - start
            : leaves.GetValueOrDefault(variable, -1);

    private int VisitedSlot => leaves.Count + visited - start;

    private int SlotOfInput(int i) => slots[visitedInput - firstInput + i];

    private Variable<T> InputOf(int i) => recorder.InputAt(visitedInput + i);

    private ReadOnlySpan<T> ValuesOf(int slot, Variable<T> variable) =>
        owned[slot] is { } block ? block.Span(variable.Length) : gradients[slot]!.AsSpan();

    /// <summary>The gradient of a variable, which has one.</summary>
    private Variable<T> GradientOf(int slot, Variable<T> variable) =>
        gradients[slot] ??= Named(owned[slot]!, variable);

    private static Variable<T> Named(Block<T> gradient, Variable<T> variable) =>
        new(gradient, variable.Shape, variable.Length, "gradient");

    private void Grow(int inputCount)
    {
        if (gradients.Length < slotCount)
        {
            var size = Math.Max(2 * gradients.Length, slotCount);
            (gradients, owned, isTarget, leadsToTarget) = (
                new Variable<T>?[size],
                new Block<T>?[size],
                new bool[size],
                new bool[size]
            );
        }
        if (slots.Length < inputCount)
        {
            slots = new int[Math.Max(2 * slots.Length, inputCount)];
        }
    }
}
