using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TinyAutograd.Kernels;

/// <summary>A kernel over independent units (elements or rows), written once for every vector width.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IParts<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes some of the units.</summary>
    /// <typeparam name="TV">The vector.</typeparam>
    /// <param name="first">The first unit.</param>
    /// <param name="count">The number of units.</param>
    void Run<TV>(int first, int count)
        where TV : unmanaged, ILanes<TV, T>;
}

/// <summary>Runs a kernel at the machine's vector width, on several threads if it is large.</summary>
internal static class Parts
{
    // Long enough that claiming a piece costs little beside it, and eight of them where that is possible: a few threads then end together.
    private const double MostNanosecondsOfPiece = 2000;
    private const double LeastNanosecondsOfPiece = 250;
    private const int PiecesWanted = 8;
    private const int MostElementsOfPiece = 16384;

    /// <summary>Runs a kernel over all units.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TKernel">The kernel.</typeparam>
    /// <param name="kernel">The kernel; its pointers stay fixed until this returns.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="elements">Elements in a unit: 1, or the length of a row.</param>
    /// <param name="nanoseconds">About how long an element takes on one thread.</param>
    /// <remarks>The pieces depend on these sizes only, so that any number of threads gives the same bits.</remarks>
    public static void Run<T, TKernel>(TKernel kernel, int units, int elements, double nanoseconds)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IParts<T>
    {
        var total = nanoseconds * units * elements;
        var ofPiece = Math.Clamp(
            total / PiecesWanted,
            LeastNanosecondsOfPiece,
            MostNanosecondsOfPiece
        );
        var elementsOfPiece = (int)Math.Min(ofPiece / nanoseconds, MostElementsOfPiece);
        // A whole number of cache lines, so that two threads never write to the same one.
        var unitsOfPiece =
            elements <= 1
                ? Math.Max(64, elementsOfPiece & -64)
                : Math.Max(1, elementsOfPiece / elements);
        RunPieces<T, TKernel>(kernel, units, unitsOfPiece, total);
    }

    /// <summary>Runs a kernel over all units in pieces of a given size.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TKernel">The kernel.</typeparam>
    /// <param name="kernel">The kernel; its pointers stay fixed until this returns.</param>
    /// <param name="units">The number of units.</param>
    /// <param name="unitsOfPiece">Units in a piece.</param>
    /// <param name="nanoseconds">About how long all units take on one thread.</param>
    public static void RunPieces<T, TKernel>(
        TKernel kernel,
        int units,
        int unitsOfPiece,
        double nanoseconds
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IParts<T>
    {
        var job = new Pieces<T, TKernel>
        {
            Kernel = kernel,
            Units = units,
            UnitsOfPiece = unitsOfPiece,
        };
        WorkerPool.Run(
            ref job,
            (int)(((long)units + unitsOfPiece - 1) / unitsOfPiece),
            nanoseconds
        );
    }

    private struct Pieces<T, TKernel> : IPieces
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : struct, IParts<T>
    {
        public TKernel Kernel;
        public int Units;
        public int UnitsOfPiece;

        [MethodImpl(JitHints.Kernel)]
        public void Run(int piece)
        {
            var first = piece * UnitsOfPiece;
            var count = Math.Min(UnitsOfPiece, Units - first);
            if (Vector512.IsHardwareAccelerated)
            {
                Kernel.Run<Lanes512<T>>(first, count);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Kernel.Run<Lanes256<T>>(first, count);
            }
            else if (Vector128.IsHardwareAccelerated)
            {
                Kernel.Run<Lanes128<T>>(first, count);
            }
            else
            {
                Kernel.Run<LanesScalar<T>>(first, count);
            }
        }
    }
}
