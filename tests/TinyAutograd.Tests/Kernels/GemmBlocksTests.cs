using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Which operands are packed, and how a block is cut. Both change how long a product takes, and nothing else.</summary>
public class GemmBlocksTests
{
    // Measured decisions, see docs/performance.md. Row-major operands are read in place while a near cache holds them.
    [Theory]
    [InlineData(100, 65, 257, 256, true)]
    [InlineData(100, 65, 256, 256, false)] // 256 KB
    [InlineData(100, 64, 257, 256, false)] // two panels
    [InlineData(100, 65, 99_999, 1, false)] // row-major
    public void A_is_packed_if_it_leaves_the_caches(int m, int n, int k, int stepA, bool packs) =>
        Assert.Equal(
            packs,
            GemmBlocks<float, Lanes512<float>, Eight>.PacksA(
                new GemmProduct<float>
                {
                    M = m,
                    N = n,
                    K = k,
                    StepA = stepA,
                }
            )
        );

    [Theory]
    [InlineData(33, 80, 205, 1, true)]
    [InlineData(33, 80, 204, 1, false)] // 64 KB
    [InlineData(32, 80, 9999, 1, false)] // four tiles of rows
    [InlineData(33, 64, 129, 1, true)] // 256 bytes apart: 16 places of the first cache, 8 lines at each
    [InlineData(33, 64, 128, 1, false)]
    [InlineData(33, 256, 33, 1, true)]
    [InlineData(33, 256, 32, 1, false)]
    [InlineData(33, 2048, 9, 1, true)] // 8 KB apart: all at one place
    [InlineData(33, 2048, 8, 1, false)]
    [InlineData(33, 16, 512, 1, false)] // side by side: all 512 lines
    [InlineData(1, 16, 1, 5, true)] // transposed
    public void B_is_packed_if_many_rows_read_it_and_it_leaves_the_caches_or_if_it_is_transposed(
        int m,
        int n,
        int k,
        int columnB,
        bool packs
    ) =>
        Assert.Equal(
            packs,
            GemmBlocks<float, Lanes512<float>, Eight>.PacksB(
                new GemmProduct<float>
                {
                    M = m,
                    N = n,
                    K = k,
                    StepB = n,
                    ColumnB = columnB,
                }
            )
        );

    // At least sixteen, as long as each has 16 rows and 128 columns; rows and columns in turn, so that pieces are rather square.
    [Theory]
    [InlineData(2048, 1024, 128, 1024)]
    [InlineData(1024, 100, 64, 128)]
    [InlineData(512, 128, 32, 128)]
    [InlineData(256, 1024, 128, 128)]
    [InlineData(64, 1024, 32, 128)]
    [InlineData(64, 512, 16, 128)]
    [InlineData(512, 512, 128, 128)]
    [InlineData(10, 10, 16, 128)]
    [InlineData(0, 10, 16, 128)]
    public void A_block_is_cut_into_sixteen_pieces(int m, int columns, int height, int width) =>
        Assert.Equal(
            (height, width),
            GemmBlocks<float, Lanes512<float>, Eight>.PieceOf(m, columns, packsRows: false)
        );

    // Each piece packs its rows for its columns alone.
    [Theory]
    [InlineData(2048, 1024, 128, 1024)]
    [InlineData(384, 1024, 32, 512)] // 12 pieces of 32 rows, then halves
    [InlineData(512, 128, 32, 1024)]
    [InlineData(64, 1024, 32, 128)]
    [InlineData(64, 512, 16, 128)]
    [InlineData(10, 10, 16, 128)]
    public void Pieces_that_pack_their_rows_are_wide(int m, int columns, int height, int width) =>
        Assert.Equal(
            (height, width),
            GemmBlocks<float, Lanes512<float>, Eight>.PieceOf(m, columns, packsRows: true)
        );
}
