using Spectre.Console;

namespace TinyTransformerLab;

/// <summary>A field of dots, two by four to a character with Braille patterns, one to a character in 7-bit text. Several layers: the upper hides the lower, cell by cell.</summary>
/// <param name="look">How it is drawn.</param>
/// <param name="columns">Characters from left to right.</param>
/// <param name="rows">Characters from top to bottom.</param>
internal sealed class DotCanvas(Look look, int columns, int rows)
{
    private const int FirstBraille = 0x2800;

    // Unicode numbers the dots of a cell by columns, the lowest row last.
    private static readonly int[,] DotBits =
    {
        { 0x01, 0x08 },
        { 0x02, 0x10 },
        { 0x04, 0x20 },
        { 0x40, 0x80 },
    };

    private readonly Cell[,] cells = new Cell[rows, columns];

    /// <summary>Dots in a character from left to right.</summary>
    public int DotsAcross { get; } = look.IsAscii ? 1 : 2;

    /// <summary>Dots in a character from top to bottom.</summary>
    public int DotsDown { get; } = look.IsAscii ? 1 : 4;

    /// <summary>Dots from left to right.</summary>
    public int Width => columns * DotsAcross;

    /// <summary>Dots from top to bottom.</summary>
    public int Height => rows * DotsDown;

    /// <summary>Sets a dot. Outside the field nothing happens.</summary>
    /// <param name="x">From the left, from 0.</param>
    /// <param name="y">From the top, from 0.</param>
    /// <param name="layer">The upper hides the lower.</param>
    public void Dot(int x, int y, DotLayer layer)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
        {
            return;
        }
        ref var cell = ref cells[y / DotsDown, x / DotsAcross];
        if (layer.Height < cell.Layer?.Height)
        {
            return;
        }
        if (cell.Layer != layer)
        {
            cell = cell with { Layer = layer, Dots = 0 };
        }
        cell.Dots |= DotBits[y % DotsDown, x % DotsAcross];
    }

    /// <summary>Sets every dot of a vertical line that a pattern lets through.</summary>
    public void Column(int x, int top, int bottom, DotLayer layer)
    {
        for (var y = top; y <= bottom; y++)
        {
            if (!layer.IsSparse || look.IsAscii || (x + y) % 2 == 0)
            {
                Dot(x, y, layer);
            }
        }
    }

    /// <summary>A character that hides the dots of its cell. Outside the field nothing happens.</summary>
    public void Glyph(int column, int row, string glyph, Style style)
    {
        if ((uint)column < (uint)columns && (uint)row < (uint)rows)
        {
            cells[row, column].Glyph = look.Piece(glyph, style);
        }
    }

    /// <summary>Whether a cell holds no more than dots of a lower layer.</summary>
    public bool IsBelow(int column, int row, DotLayer layer) =>
        cells[row, column] is { Glyph: null } cell && !(cell.Layer?.Height >= layer.Height);

    /// <summary>Whether nothing is drawn in a cell.</summary>
    public bool IsFree(int column, int row) => cells[row, column] is { Glyph: null, Dots: 0 };

    /// <summary>The field, from the top.</summary>
    public IReadOnlyList<Line> Lines() =>
        [
            .. Enumerable
                .Range(0, rows)
                .Select(row =>
                    Line.Join(
                        Enumerable.Range(0, columns).Select(column => Draw(cells[row, column]))
                    )
                ),
        ];

    private Line Draw(Cell cell) =>
        cell.Glyph is { } glyph ? glyph
        : cell.Dots == 0 ? Line.Blank(1)
        : look.IsAscii ? Line.Of(cell.Layer!.Ascii, cell.Layer.Style)
        : Line.Of(((char)(FirstBraille + cell.Dots)).ToString(), cell.Layer!.Style);

    private record struct Cell(DotLayer? Layer, int Dots, Line? Glyph);
}

/// <summary>How the dots of one curve are drawn.</summary>
/// <param name="Height">A higher layer hides a lower one.</param>
/// <param name="Style">Its colour.</param>
/// <param name="Ascii">What stands for a dot in 7-bit text.</param>
/// <param name="IsSparse">Whether areas are drawn as a chequer of dots.</param>
internal sealed record DotLayer(int Height, Style Style, string Ascii, bool IsSparse = false);
