using System.Numerics;

namespace TinyAutograd;

/// <summary>Stops recording while a backward pass computes that nobody listens to. Memory is that of the scope around it.</summary>
internal sealed class Pause<T> : Workspace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Pause()
        : base(records: false, isHidden: true) { }

    /// <summary>Opens it once more: a pause is reused from pass to pass.</summary>
    public void Reopen() => Open();
}
