using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyAutograd.Kernels;

/// <summary>The coefficients of the error function in the kernels' element type.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// Both polynomials interpolate at Chebyshev nodes; their coefficients were computed for this library with 60 digits. Errors before
/// rounding: erf 8e-18, erfc 2e-18, relative.
/// </remarks>
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

    // erf(x)/x − 1 as a polynomial in x² on [0, 1], lowest power first.
    private static ReadOnlySpan<double> Near =>
        [
            0.12837916709551256,
            -0.37612638903183543,
            0.11283791670945006,
            -0.02686617064323777,
            0.0052239776071164225,
            -0.0008548325975389692,
            0.00012055294904839707,
            -1.492473690741966e-05,
            1.6447424703317362e-06,
            -1.6208483801871705e-07,
            1.3720064546777686e-08,
            -7.795898827002142e-10,
        ];

    // (1 + 2x)·exp(x²)·erfc(x) as a polynomial in t = (x − 4)/(x + 4), for x in [1, 28], lowest power first. The form is that of
    // Shepherd and Laframboise 1981: the function is smooth in t and lies between 1.1 and 1.3.
    private static ReadOnlySpan<double> Far =>
        [
            1.2329951186255526,
            -0.13962111684056253,
            0.015379652102620517,
            0.06809705425469556,
            -0.10103906603636663,
            0.09373283499822639,
            -0.06633036581022515,
            0.03716751553970077,
            -0.016197734090861556,
            0.005031969959955954,
            -0.0007577729682444181,
            -0.0001992566557780742,
            0.0001506197652840239,
            -2.4398796129808548e-05,
            -1.1214940454085914e-05,
            5.706137058391276e-06,
            2.779610203474889e-07,
            -8.132213473308921e-07,
            9.378764713111928e-08,
            8.981761538262737e-08,
            -2.6490729369178822e-08,
        ];

    private static T[] Convert()
    {
        var table = GC.AllocateArray<T>(NearCount + FarCount, pinned: true);
        for (var i = 0; i < table.Length; i++)
        {
            var value = i < NearCount ? Near[i] : Far[i - NearCount];
            table[i] = T.CreateTruncating(value);
        }
        return table;
    }
}
