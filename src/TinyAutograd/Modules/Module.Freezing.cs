namespace TinyAutograd;

/// <content>Which parameters training may change.</content>
public abstract partial class Module<T>
{
    /// <summary>The parameters that are not frozen, in the order of <see cref="Parameters"/>: what to take gradients of, and to give an optimizer.</summary>
    public IReadOnlyList<Parameter<T>> TrainableParameters
    {
        get
        {
            var all = Parameters;
            return all.Any(parameter => parameter.IsFrozen)
                ? [.. all.Where(parameter => !parameter.IsFrozen)]
                : all;
        }
    }

    /// <summary>Freezes all parameters of this module and of all below it: an optimizer refuses to change them, and <see cref="TrainableParameters"/>
    /// leaves them out. A shared parameter is frozen wherever it is used.</summary>
    /// <remarks>Gradients still flow through the module to what lies before it. The mode (<see cref="Train"/>, <see cref="Evaluate"/>) stays.</remarks>
    public void Freeze() => SetFrozen(true);

    /// <summary>Lets training change all parameters of this module and of all below it.</summary>
    public void Unfreeze() => SetFrozen(false);

    private void SetFrozen(bool isFrozen)
    {
        foreach (var parameter in Parameters)
        {
            parameter.IsFrozen = isFrozen;
        }
    }
}
