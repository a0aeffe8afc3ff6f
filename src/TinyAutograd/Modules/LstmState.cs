using System.Numerics;

namespace TinyAutograd;

/// <summary>What an <see cref="Lstm{T}"/> knows between two positions.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="Hidden">h, what it shows: (L·D, B, H).</param>
/// <param name="Cell">c, what it keeps: (L·D, B, H).</param>
public sealed record LstmState<T>(Variable<T> Hidden, Variable<T> Cell)
    where T : unmanaged, IFloatingPointIeee754<T>;
