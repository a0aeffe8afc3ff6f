using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>The weights as they were: before the last update, to go back to when that update ruined them, or when they were best.</summary>
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

    /// <summary>The copies under the names of their parameters.</summary>
    public IEnumerable<KeyValuePair<string, Variable<T>>> Weights =>
        parameters.Select(
            (parameter, i) =>
                KeyValuePair.Create(parameter.Name, Variable.Of<T>(copies[i], parameter.Shape))
        );

    /// <summary>Takes other weights than the present ones.</summary>
    public void Take(IReadOnlyDictionary<string, Variable<T>> weights)
    {
        for (var i = 0; i < copies.Length; i++)
        {
            weights[parameters[i].Name].AsSpan().CopyTo(copies[i]);
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
