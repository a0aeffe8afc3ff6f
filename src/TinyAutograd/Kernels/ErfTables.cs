using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyAutograd.Kernels;

/// <summary>The coefficients of the error function in the kernels' element type.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class ErfTables<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The number of coefficients for |x| below 1, which come first.</summary>
    public const int NearCount = 12;

    /// <summary>The number of coefficients for |x| from 1.</summary>
    public const int FarCount = 21;

    // Allocated once, where the collector never moves it.
    private static readonly T[] Table = Convert();

    /// <summary>Both polynomials, lowest power first.</summary>
    public static T* Coefficients =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Table));

    private static T[] Convert()
    {
        var table = GC.AllocateArray<T>(NearCount + FarCount, pinned: true);
        for (var i = 0; i < table.Length; i++)
        {
            var value =
                i < NearCount
                    ? SpecialFunctions.ErfCoefficients[i]
                    : SpecialFunctions.ErfcCoefficients[i - NearCount];
            table[i] = T.CreateTruncating(value);
        }
        return table;
    }
}
