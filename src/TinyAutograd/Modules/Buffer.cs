using System.Numerics;

namespace TinyAutograd;

/// <summary>A named slot of a module for numbers that are saved with the parameters and never trained, such as running statistics.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Variables never change: a new <see cref="Value"/> takes the place of the old one, which stays readable, also on a tape.</remarks>
public sealed class Buffer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal Buffer(string name, Variable<T> initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        (Name, Value) = (name, initial.Detach());
    }

    /// <summary>The name, with the names of the modules around it: <c>blocks.0.norm.running_mean</c>.</summary>
    public string Name { get; internal set; }

    /// <summary>The present numbers, a constant.</summary>
    public Variable<T> Value { get; private set; }

    /// <summary>The shape, which never changes.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>Number of elements.</summary>
    public int Length => Value.Length;

    /// <summary>Replaces the numbers.</summary>
    /// <param name="value">Of <see cref="Shape"/>; copied, so that no gradient flows and no tape ends it.</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    /// <exception cref="ObjectDisposedException">The value's tape is closed.</exception>
    public void Assign(Variable<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != Shape)
        {
            throw new ArgumentException(
                $"Buffer '{Name}' takes numbers of shape {Shape}; {value.Shape} was given.",
                nameof(value)
            );
        }
        Value = value.Detach();
    }

    /// <summary>Name, shape and numbers.</summary>
    public override string ToString() => $"{Name} {Shape}\n{Value}";
}
