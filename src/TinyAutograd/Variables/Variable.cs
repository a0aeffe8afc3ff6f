using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace TinyAutograd;

/// <summary>An immutable value: a shape and its numbers, contiguous and row-major. What the operations take and return.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Made by the factories of <see cref="Variable"/> or by an operation. A variable made while a tape or workspace is open
/// lives until that closes; reading it later throws.</remarks>
public sealed partial class Variable<T> : IFormattable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Block<T> block;
    private int revision;

    internal Variable(Block<T> block, Shape shape, string origin)
        : this(block, shape, shape.ElementCount, origin) { }

    internal Variable(Block<T> block, Shape shape, int length, string origin)
    {
        this.block = block;
        revision = block.Revision;
        Shape = shape;
        Length = length;
        Origin = origin;
    }

    /// <summary>The sizes along the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>Number of axes, 0 (a scalar) to 8.</summary>
    public int Rank => Shape.Rank;

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>What made it: the name of an op, <c>constant</c>, or a parameter's name in quotation marks.</summary>
    internal string Origin { get; }

    /// <summary>Position among the entries of the thread's tape, or −1. A claim to be checked: the entry must name this very object.</summary>
    internal int Entry { get; set; } = -1;

    /// <summary>The memory that this variable reads.</summary>
    internal Block<T> Block => block;

    /// <summary>Whether the numbers can still be read.</summary>
    internal bool IsAlive => block.Revision == revision;

    /// <summary>The numbers, row-major, without copying. Valid until the tape or workspace that made them closes.</summary>
    /// <exception cref="ObjectDisposedException">The tape or workspace that made this variable is closed.</exception>
    /// <exception cref="InvalidOperationException">It reads a parameter that was updated since.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> AsSpan()
    {
        ThrowIfEnded();
        return block.Span(Length);
    }

    /// <summary>The numbers as a read-only tensor span of System.Numerics.Tensors, without copying.</summary>
    /// <inheritdoc cref="AsSpan" path="/exception"/>
    public ReadOnlyTensorSpan<T> AsReadOnlyTensorSpan() => new(AsSpan(), NativeSizes());

    /// <summary>A copy of the numbers, row-major.</summary>
    /// <inheritdoc cref="AsSpan" path="/exception"/>
    public T[] ToArray() => AsSpan().ToArray();

    /// <summary>A copy as a tensor of System.Numerics.Tensors.</summary>
    /// <inheritdoc cref="AsSpan" path="/exception"/>
    public Tensor<T> ToTensor() => Tensor.Create(ToArray(), NativeSizes());

    /// <summary>A copy that is a constant: on no tape, never recycled.</summary>
    /// <inheritdoc cref="AsSpan" path="/exception"/>
    public Variable<T> Detach() => new(new Block<T>(ToArray()), Shape, "constant");

    /// <summary>The only element.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    /// <inheritdoc cref="AsSpan" path="/exception"/>
    public T Item() =>
        Length == 1
            ? AsSpan()[0]
            : throw new InvalidOperationException(
                $"Item needs exactly one element; this variable has shape {Shape}."
            );

    /// <summary>The only element, see <see cref="Item"/>.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public static explicit operator T(Variable<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Item();
    }

    /// <summary>The numbers, nested in brackets by axis; long axes are shortened to their first and last three elements.</summary>
    public override string ToString() =>
        IsAlive ? VariableText.Of(this) : $"{Origin} {Shape} (ended)";

    /// <summary>The numbers in a format of their own: <c>$"{loss:F3}"</c>.</summary>
    /// <param name="format">A numeric format; null for the usual one.</param>
    /// <param name="formatProvider">The culture; null for the invariant one.</param>
    /// <exception cref="FormatException">The format is none of numbers.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) || !IsAlive
            ? ToString()
            : VariableText.Of(
                Shape,
                AsSpan(),
                value => value.ToString(format, formatProvider ?? CultureInfo.InvariantCulture)
            );

    /// <summary>Throws when the numbers have ended: recycled with their tape, or updated with their parameter.</summary>
    internal void ThrowIfEnded()
    {
        if (block.Revision != revision)
        {
            ThrowEnded();
        }
    }

    /// <summary>Takes the present numbers of its memory for its own: for variables that nobody else knows.</summary>
    internal void Renew() => revision = block.Revision;

    private void ThrowEnded()
    {
        if (block.Owner is Placeholder<T>)
        {
            throw new InvalidOperationException(
                $"{Origin} {Shape} stands for numbers of a static graph, which are not known while it is traced. "
                    + "What depends on numbers by other ways than ops cannot be traced."
            );
        }
        if (block.Owner is Parameter<T> parameter)
        {
            throw new InvalidOperationException(
                $"{Origin} {Shape}: parameter '{parameter.Name}' was updated after this variable was taken from it. "
                    + "Take its Value again after an update."
            );
        }
        throw new ObjectDisposedException(
            $"{Origin} {Shape}",
            "The tape or workspace that this variable was made under is closed. "
                + "Take values out before with ToArray, Detach or Keep."
        );
    }

    private nint[] NativeSizes() => [.. Shape.Select(size => (nint)size)];
}
