using System.Numerics;

namespace TinyAutograd;

public static partial class VariableOps
{
    /// <summary>Sums of products by Einstein's convention: <c>"bij,bjk->bik"</c> is a batch of matrix products.</summary>
    /// <param name="equation">The indices of each operand, then those of the result: letters, one per axis. An index that is not in the
    /// result is summed over; one that occurs twice in an operand takes its diagonal. Without <c>-></c> the result has the indices that
    /// occur once, in alphabetical order.</param>
    /// <param name="operands">As many as the equation names.</param>
    /// <returns>The shape of the result's indices.</returns>
    /// <exception cref="ArgumentException">The equation cannot be understood, or does not fit the shapes.</exception>
    /// <remarks>Composed of diagonals, sums, permutations and matrix products, from left to right: with several operands their order
    /// decides the cost. Gradient: that of the ops which it is composed of.</remarks>
    public static Variable<T> Einsum<T>(string equation, params ReadOnlySpan<Variable<T>> operands)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(equation);
        var parsed = EinsumEquation.Parse(equation, operands.Length);
        for (var i = 0; i < operands.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(operands[i], nameof(operands));
            parsed.Bind(i, operands[i].Shape);
        }
        var term = EinsumTerm<T>.Of(operands[0], parsed.Operands[0]);
        for (var i = 1; i < operands.Length; i++)
        {
            var next = EinsumTerm<T>.Of(operands[i], parsed.Operands[i]);
            var later = string.Concat(parsed.Operands.Skip(i + 1)) + parsed.Result;
            term = term.Reduce(next.Letters + later)
                .Multiply(next.Reduce(term.Letters + later), later);
        }
        return term.Reduce(parsed.Result).InOrder(parsed.Result).Value;
    }
}

/// <summary>A variable whose axes have letters, each once.</summary>
internal readonly record struct EinsumTerm<T>(Variable<T> Value, string Letters)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>An operand, with the diagonal taken of letters that occur twice.</summary>
    public static EinsumTerm<T> Of(Variable<T> x, string letters)
    {
        for (var axis = 0; axis < letters.Length; axis++)
        {
            int other;
            while ((other = letters.IndexOf(letters[axis], axis + 1)) >= 0)
            {
                x = Diagonal(x, axis, other);
                letters = letters.Remove(other, 1).Remove(axis, 1) + letters[axis];
                axis = 0;
            }
        }
        return new(x, letters);
    }

    /// <summary>Sums over the letters that nobody needs.</summary>
    public EinsumTerm<T> Reduce(string needed)
    {
        var letters = Letters;
        var axes = Enumerable
            .Range(0, letters.Length)
            .Where(axis => !needed.Contains(letters[axis]))
            .ToArray();
        return axes.Length == 0
            ? this
            : new(Value.Sum(Axes.Of(axes)), string.Concat(letters.Where(needed.Contains)));
    }

    /// <summary>The product, summed over the common letters that are not needed later.</summary>
    public EinsumTerm<T> Multiply(EinsumTerm<T> other, string later)
    {
        var (mine, theirs) = (Letters, other.Letters);
        var batch = string.Concat(mine.Where(l => theirs.Contains(l) && later.Contains(l)));
        var summed = string.Concat(mine.Where(l => theirs.Contains(l) && !later.Contains(l)));
        var rows = string.Concat(mine.Where(l => !theirs.Contains(l)));
        var columns = string.Concat(theirs.Where(l => !mine.Contains(l)));
        // Either order of a matrix's axes will do: the one that costs no copy is taken.
        var transposeA = mine == batch + summed + rows && mine != batch + rows + summed;
        var transposeB = theirs == batch + columns + summed && theirs != batch + summed + columns;
        var a = transposeA ? Matrices(batch, summed, rows) : Matrices(batch, rows, summed);
        var b = transposeB
            ? other.Matrices(batch, columns, summed)
            : other.Matrices(batch, summed, columns);
        var y = summed.Length > 0 ? a.MatMul(b, transposeA, transposeB) : a * b;
        var letters = batch + rows + columns;
        var (left, right) = (this, other);
        return new(
            y.Reshape(
                Shape.Of([
                    .. letters.Select(l => mine.Contains(l) ? left.SizeOf(l) : right.SizeOf(l)),
                ])
            ),
            letters
        );
    }

    /// <summary>The axes in the order of these letters.</summary>
    public EinsumTerm<T> InOrder(string letters)
    {
        var mine = Letters;
        return letters == mine
            ? this
            : new(Value.Permute([.. letters.Select(letter => mine.IndexOf(letter))]), letters);
    }

    // The axes joined to three: (batch, first, second).
    private Variable<T> Matrices(string batch, string first, string second) =>
        InOrder(batch + first + second)
            .Value.Reshape(Shape.Of(LengthOf(batch), LengthOf(first), LengthOf(second)));

    private int SizeOf(char letter) => Value.Shape[Letters.IndexOf(letter)];

    private int LengthOf(string letters)
    {
        var length = 1;
        foreach (var letter in letters)
        {
            length *= SizeOf(letter);
        }
        return length;
    }

    // The two axes joined at the end, (…, n·n), of which every (n + 1)th element is on the diagonal.
    private static Variable<T> Diagonal(Variable<T> x, int axis, int other)
    {
        var n = x.Shape[axis];
        int[] order =
        [
            .. Enumerable.Range(0, x.Rank).Where(i => i != axis && i != other),
            axis,
            other,
        ];
        var rest = x.Permute(order);
        var shape = rest.Shape.Without(-1).With(-1, n * n);
        return n == 0 ? rest.Sum(-1) : rest.Reshape(shape).Slice(-1, 0, n * n, n + 1);
    }
}
