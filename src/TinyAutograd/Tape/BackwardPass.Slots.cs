using System.Numerics;

namespace TinyAutograd;

/// <content>Which variables receive a gradient, and where it is kept.</content>
internal sealed partial class BackwardPass<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A slot stands for a variable that may receive a gradient: first the targets that are no entries, then the entries.
    private readonly Dictionary<Variable<T>, int> leaves = new(ReferenceEqualityComparer.Instance);
    private Variable<T>?[] gradients = [];
    private bool[] isWanted = []; // a target depends on it, or it is one
    private bool[] isTarget = [];
    private bool[] isOwned = []; // its memory has been seen by kernels alone: it may be added to in place, and recycled
    private int[] slots = []; // of each input of each entry, or -1
    private int start;
    private int firstInput;
    private int slotCount;
    private int visited; // the entry whose rule is running
    private int firstSlot; // where the slots of its inputs begin

    private void Prepare(int end, Variable<T>[] targets)
    {
        foreach (var target in targets)
        {
            ArgumentNullException.ThrowIfNull(target);
            if (!IsEntry(target, end))
            {
                leaves.TryAdd(target, leaves.Count);
            }
        }
        slotCount = leaves.Count + Math.Max(end - start, 0);
        firstInput = end > start ? recorder.FirstInput(start) : 0;
        var inputCount = end > start ? recorder.FirstInput(end) - firstInput : 0;
        Grow(inputCount);
        Array.Clear(isTarget, 0, slotCount);
        isWanted.AsSpan(0, leaves.Count).Fill(true);
        foreach (var target in targets)
        {
            isTarget[SlotOf(target, end)] = true;
        }
        for (var entry = start; entry < end; entry++)
        {
            var slot = leaves.Count + entry - start;
            var wanted = isTarget[slot];
            var inputs = recorder.InputsOf(entry);
            var first = recorder.FirstInput(entry) - firstInput;
            for (var i = 0; i < inputs.Length; i++)
            {
                var inputSlot = SlotOf(inputs[i], entry);
                slots[first + i] = inputSlot;
                wanted |= inputSlot >= 0 && isWanted[inputSlot];
            }
            isWanted[slot] = wanted;
        }
    }

    private bool IsEntry(Variable<T> variable, int end) =>
        variable.Entry >= start && variable.Entry < end && recorder.Holds(variable);

    private int SlotOf(Variable<T> variable, int end) =>
        IsEntry(variable, end)
            ? leaves.Count + variable.Entry - start
            : leaves.GetValueOrDefault(variable, -1);

    private int VisitedSlot => leaves.Count + visited - start;

    private int SlotOfInput(int i) => slots[firstSlot + i];

    private void Grow(int inputCount)
    {
        if (gradients.Length < slotCount)
        {
            var size = Math.Max(2 * gradients.Length, slotCount);
            (gradients, isWanted, isTarget, isOwned) = (
                new Variable<T>?[size],
                new bool[size],
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
