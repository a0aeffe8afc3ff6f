using TinyAutograd.Kernels;

namespace TinyAutograd;

/// <summary>How many threads an op may use.</summary>
/// <remarks>Large ops are cut into pieces, whose sizes depend on the shapes alone: every degree gives the same bits. Threads that each train a
/// model of their own share the pool: one of them has its help at a time, the others compute alone meanwhile.</remarks>
public static class Parallelism
{
    /// <summary>The number of threads that an op may use, the calling one included, in the whole process: 1 is serial. At first the number of
    /// processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int Degree
    {
        get => WorkerPool.Degree;
        set => WorkerPool.Degree = value;
    }
}
