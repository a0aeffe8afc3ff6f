using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <content>Every width is tested on every machine: where the hardware lacks it, the platform emulates it.</content>
public sealed partial class GemmTests
{
    // Large enough for each kind of tile, with whole and with partial vectors.
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_width_agrees_with_three_loops(bool transposeA, bool transposeB)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var numbers = new Numbers(seed);
            var shape = RandomShape(numbers, 70) with
            {
                TransposeA = transposeA,
                TransposeB = transposeB,
            };
            CheckWidths(shape, numbers, seed);
        }
    }

    // Large enough for A to be packed if it is transposed, and for B to be packed if it is not.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Every_width_packs(bool transposeA, bool transposeB)
    {
        var shape = new GemmShape(67, 69, 1000)
        {
            TransposeA = transposeA,
            TransposeB = transposeB,
        };
        CheckWidths(shape, new Numbers(1), seed: 1);
    }

    private static void CheckWidths(GemmShape shape, Numbers r, int seed)
    {
        CheckProduct<float>(Gemm.Multiply<float, Lanes512<float>, Eight>, shape, r, seed);
        CheckProduct<float>(Gemm.Multiply<float, Lanes256<float>, Six>, shape, r, seed);
        CheckProduct<float>(Gemm.Multiply<float, Lanes128<float>, Six>, shape, r, seed);
        CheckProduct<float>(Gemm.Multiply<float, LanesScalar<float>, Six>, shape, r, seed);
        CheckProduct<double>(Gemm.Multiply<double, Lanes512<double>, Eight>, shape, r, seed);
        CheckProduct<double>(Gemm.Multiply<double, Lanes256<double>, Six>, shape, r, seed);
        CheckProduct<double>(Gemm.Multiply<double, Lanes128<double>, Six>, shape, r, seed);
        CheckProduct<double>(Gemm.Multiply<double, LanesScalar<double>, Six>, shape, r, seed);
    }
}
