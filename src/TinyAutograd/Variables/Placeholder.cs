using System.Numerics;

namespace TinyAutograd;

/// <summary>Owns the memory of a variable that has a shape and no numbers: what stands for numbers while a static graph is traced.</summary>
/// <param name="source">What the numbers will be: a <see cref="Parameter{T}"/>, or a call that was traced.</param>
internal sealed class Placeholder<T>(object source)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What the numbers will be.</summary>
    public object Source => source;

    /// <summary>A variable whose numbers nobody can read.</summary>
    public static Variable<T> Of(object source, Shape shape, string origin)
    {
        var block = new Block<T>(array: []) { Owner = new Placeholder<T>(source) };
        var variable = new Variable<T>(block, shape, origin);
        block.Revision++;
        return variable;
    }
}

/// <summary>What the calling thread traces.</summary>
internal static class Tracing
{
    /// <summary>The element type of the static graph that is traced, if one is: its parameters then give placeholders.</summary>
    [ThreadStatic]
    internal static Type? ElementType;
}
