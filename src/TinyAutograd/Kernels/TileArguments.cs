using System.Numerics;

namespace TinyAutograd.Kernels;

/// <summary>Where tiles of the product, one below the other, read and write.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe ref struct TileArguments<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The first element of the rows of A.</summary>
    public T* A;

    /// <summary>Elements between rows of A.</summary>
    public nint RowA;

    /// <summary>Elements between terms of a row of A.</summary>
    public nint StepA;

    /// <summary>Elements from the rows of A of one tile to those of the next.</summary>
    public nint TileA;

    /// <summary>The first row of B's columns.</summary>
    public T* B;

    /// <summary>Elements between rows of B.</summary>
    public nint StepB;

    /// <summary>The first element of C.</summary>
    public T* C;

    /// <summary>Elements between rows of C.</summary>
    public nint RowC;

    /// <summary>The bias of the first column, or null.</summary>
    public T* Bias;

    /// <summary>The number of terms.</summary>
    public nint Terms;

    /// <summary>The number of rows, at least one: of one tile or of several.</summary>
    public int Rows;

    /// <summary>The number of columns in the last vector, from one to a full vector.</summary>
    public int LastColumns;

    /// <summary>Whether C is added to rather than overwritten.</summary>
    public bool Accumulates;
}
