namespace TinyAutograd.Kernels;

/// <summary>Where the classes of a position stand: scores are (outer, classes, inner), positions (outer, inner).</summary>
internal readonly record struct ClassLayout(int Outer, int Classes, int Inner)
{
    /// <summary>Number of positions.</summary>
    public int Positions => Outer * Inner;

    /// <summary>Where the score of class 0 of a position stands; the others follow at distance <see cref="Inner"/>.</summary>
    public int RowOf(int position) => position / Inner * Classes * Inner + position % Inner;

    /// <summary>Where the score of a class of a position stands.</summary>
    public int PlaceOf(int position, int @class) => RowOf(position) + @class * Inner;
}
