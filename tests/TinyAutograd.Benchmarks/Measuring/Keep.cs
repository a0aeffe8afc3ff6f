namespace TinyAutograd.Benchmarks;

/// <summary>Results that nobody needs, kept from the compiler, which would leave out the work that made them.</summary>
internal static class Keep
{
    private static float last;

    /// <summary>Pretends to need a number.</summary>
    public static void Alive(float value) => Volatile.Write(ref last, value);
}
