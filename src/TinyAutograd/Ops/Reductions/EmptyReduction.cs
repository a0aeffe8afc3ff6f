namespace TinyAutograd;

/// <summary>The guard of reductions that have no result for nothing.</summary>
internal static class EmptyReduction
{
    /// <summary>Throws where a reduced axis has size 0.</summary>
    /// <param name="op">Name of the operation, for the message.</param>
    /// <param name="shape">The shape before.</param>
    /// <param name="mask">The reduced axes.</param>
    /// <exception cref="ArgumentException">A reduced axis has size 0.</exception>
    public static void ThrowIfEmpty(string op, Shape shape, int mask)
    {
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if ((mask & (1 << axis)) != 0 && shape[axis] == 0)
            {
                throw new ArgumentException(
                    $"{op}: axis {axis} of {shape} is empty: there is no extreme element."
                );
            }
        }
    }
}
