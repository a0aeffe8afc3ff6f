using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyAutograd.Kernels;

/// <summary>A function of three numbers, written for vectors of them.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IElementwise<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The function at each place.</summary>
    Vector<T> Of(Vector<T> a, Vector<T> b, Vector<T> c);
}

/// <summary>One pass over three spans: what backward rules need that System.Numerics.Tensors does in several.</summary>
internal static unsafe class ElementwiseKernels
{
    // Up to here one thread is done before two have met.
    private const int ShortLength = 8192;

    /// <summary><c>y = a + b</c>, on several threads where it is long.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">Any numbers.</param>
    /// <param name="b">As many.</param>
    /// <param name="y">As many; may be one of the operands.</param>
    public static void Add<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.Length <= ShortLength)
        {
            TensorPrimitives.Add(a, b, y);
            return;
        }
        Combine(a, b, y, isProduct: false);
    }

    /// <summary><c>y = a ⊙ b</c>, on several threads where it is long.</summary>
    /// <inheritdoc cref="Add"/>
    public static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (y.Length <= ShortLength)
        {
            TensorPrimitives.Multiply(a, b, y);
            return;
        }
        Combine(a, b, y, isProduct: true);
    }

    private static void Combine<T>(
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        Span<T> y,
        bool isProduct,
        [CallerMemberName] string kernel = ""
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check.SameLength(a.Length, b.Length, nameof(b), kernel);
        Check.SameLength(a.Length, y.Length, nameof(y), kernel);
        fixed (
            T* pointerA = a,
                pointerB = b,
                pointerY = y
        )
        {
            var work = new Pairs<T>
            {
                A = pointerA,
                B = pointerB,
                Y = pointerY,
                IsProduct = isProduct,
            };
            Parts.Run<T, Pairs<T>>(work, y.Length, 1, 0.15);
        }
    }

    /// <summary><c>y[i] = rule(a[i], b[i], c[i])</c>.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TRule">The function; a struct, so that the JIT inlines it.</typeparam>
    /// <param name="rule">The function with its attributes.</param>
    /// <param name="a">Any numbers.</param>
    /// <param name="b">As many.</param>
    /// <param name="c">As many.</param>
    /// <param name="y">As many; may be one of the operands.</param>
    public static void Map<T, TRule>(
        TRule rule,
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        ReadOnlySpan<T> c,
        Span<T> y
    )
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRule : struct, IElementwise<T>
    {
        Check.SameLength(a.Length, b.Length, nameof(b));
        Check.SameLength(a.Length, c.Length, nameof(c));
        Check.SameLength(a.Length, y.Length, nameof(y));
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var c0 = ref MemoryMarshal.GetReference(c);
        ref var y0 = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i <= a.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var at = (nuint)i;
            rule.Of(
                    Vector.LoadUnsafe(ref a0, at),
                    Vector.LoadUnsafe(ref b0, at),
                    Vector.LoadUnsafe(ref c0, at)
                )
                .StoreUnsafe(ref y0, at);
        }
        if (i < a.Length)
        {
            Span<T> rest = stackalloc T[Vector<T>.Count];
            rule.Of(First(a[i..], rest), First(b[i..], rest), First(c[i..], rest)).CopyTo(rest);
            rest[..(a.Length - i)].CopyTo(y[i..]);
        }
    }

    private static Vector<T> First<T>(ReadOnlySpan<T> source, Span<T> room)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        room.Clear();
        source.CopyTo(room);
        return new Vector<T>(room);
    }

    private struct Pairs<T> : IParts<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* A,
            B,
            Y;
        public bool IsProduct;

        public readonly void Run<TV>(int first, int count)
            where TV : unmanaged, ILanes<TV, T>
        {
            var whole = WholeVectors<T, TV>.Of(count);
            Compute<TV, WholeVectors<T, TV>>(default, first, whole);
            Compute<TV, RowEdge<T, TV>>(new(count - whole), first + whole, count - whole);
        }

        [MethodImpl(JitHints.Kernel)]
        private readonly void Compute<TV, TAccess>(TAccess access, int first, int count)
            where TV : unmanaged, ILanes<TV, T>
            where TAccess : struct, IRowAccess<T, TV>
        {
            for (var i = 0; i < count; i += TV.Count)
            {
                var a = access.Load(A + first, i);
                var b = access.Load(B + first, i);
                access.Store(Y + first, i, IsProduct ? a * b : a + b);
            }
        }
    }
}
