using System.Globalization;
using System.Runtime.Intrinsics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>A run that switches instruction sets off names the width that is left: so nobody tests the wide kernels twice.</summary>
public class VectorWidthTests
{
    private const string Expected = "TINYAUTOGRAD_EXPECTED_VECTOR_BITS";

    [Fact]
    public unsafe void Kernels_run_at_the_width_that_the_run_expects()
    {
        var bits = 0;
        var kernel = new Measuring { Bits = &bits };
        Parts.RunPieces<float, Measuring>(kernel, units: 1, unitsOfPiece: 1, nanoseconds: 0);
        var expected = Environment.GetEnvironmentVariable(Expected) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : WidestOfThisMachine();
        Assert.Equal(expected, bits);
    }

    private static int WidestOfThisMachine() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 32;

    private unsafe struct Measuring : IParts<float>
    {
        public int* Bits;

        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, float> => *Bits = 32 * TV.Count;
    }
}
