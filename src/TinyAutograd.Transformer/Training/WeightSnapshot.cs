using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>The weights as they were before the last update: what training goes back to when that update ruined them.</summary>
/// <remarks>Cost: one copy of the weights, kept in the same memory from step to step.</remarks>
internal sealed class WeightSnapshot<T>(IReadOnlyList<Parameter<T>> parameters)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] copies =
    [
        .. parameters.Select(parameter => GC.AllocateUninitializedArray<T>(parameter.Length)),
    ];

    /// <summary>Whether there is anything to go back to.</summary>
    public bool IsTaken { get; private set; }

    public void Take()
    {
        for (var i = 0; i < copies.Length; i++)
        {
            parameters[i].Value.AsSpan().CopyTo(copies[i]);
        }
        IsTaken = true;
    }

    public void Restore()
    {
        for (var i = 0; i < copies.Length; i++)
        {
            parameters[i].Assign(copies[i]);
        }
    }
}
