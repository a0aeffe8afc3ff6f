using System.Numerics;

namespace TinyAutograd;

/// <summary>Neighbouring axes as one, all but the first unless told: what stands between convolutions and a <see cref="Linear{T}"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="startAxis">The first of the axes.</param>
/// <param name="endAxis">The last of the axes.</param>
public sealed class Flatten<T>(int startAxis = 1, int endAxis = -1) : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override string Attributes => $"axes: {startAxis} to {endAxis}";

    /// <summary>Joins the axes; shares the memory.</summary>
    /// <param name="x">Has these axes.</param>
    /// <returns>The shape with these axes joined.</returns>
    /// <exception cref="ArgumentException">No such axis, or the last stands before the first.</exception>
    public override Variable<T> Forward(Variable<T> x) => x.Flatten(startAxis, endAxis);
}
