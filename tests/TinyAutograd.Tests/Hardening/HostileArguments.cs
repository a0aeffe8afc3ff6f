namespace TinyAutograd.Tests.Hardening;

/// <summary>Draws arguments of public methods as a careless or malicious caller might give them: null, ended, empty, overflowing, not a number.</summary>
internal sealed class HostileArguments(ulong seed)
{
    private static readonly int[] Integers =
    [
        0,
        1,
        2,
        3,
        4,
        7,
        -1,
        -2,
        -3,
        -9,
        int.MaxValue,
        int.MinValue,
    ];

    private static readonly double[] Numbers =
    [
        0,
        -0.0,
        1,
        -1,
        0.5,
        2.5,
        -3,
        1e-320,
        1e300,
        -1e300,
        double.PositiveInfinity,
        double.NegativeInfinity,
        double.NaN,
    ];

    private static readonly string[] Texts =
    [
        "",
        "ij,jk->ik",
        "ii->i",
        "i,i->",
        "ij->",
        "->",
        "i->ii",
        "…",
        "ab,bc",
        "ij",
    ];

    private readonly RandomGenerator random = new((long)seed);

    /// <summary>A number of [0, count).</summary>
    public int Next(int count) => random.NextInt32(count);

    /// <summary>An argument of this type, or null where a reference may be.</summary>
    /// <exception cref="NotSupportedException">The type is not known here: teach it.</exception>
    public object? Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Next(3) == 0 ? null : Of(inner);
        }
        if (!type.IsValueType && Next(40) == 0)
        {
            return null;
        }
        if (type == typeof(Variable<double>))
        {
            return Variable();
        }
        if (type == typeof(Parameter<double>))
        {
            return new Parameter<double>("p", TinyAutograd.Variable.Ones<double>(Shape()));
        }
        if (type == typeof(double))
        {
            return Number();
        }
        if (type == typeof(int))
        {
            return Integer();
        }
        if (type == typeof(bool))
        {
            return Next(2) == 0;
        }
        if (type == typeof(string))
        {
            return Texts[Next(Texts.Length)];
        }
        if (type.IsEnum)
        {
            return Enum.ToObject(type, Next(6) - 1);
        }
        if (type == typeof(Shape))
        {
            return Shape();
        }
        if (type == typeof(Axes))
        {
            return Next(3) == 0
                ? Axes.All
                : Axes.Of([
                    .. Several(() => Next(10) == 0 ? Next(16) - 8 : Next(5) - 2, 3).Distinct(),
                ]);
        }
        if (type == typeof(Indices))
        {
            var shape = Shape();
            return Indices.Of(Exactly(() => Next(8) == 0 ? Integer() : Next(3), shape), shape);
        }
        if (type == typeof(Mask))
        {
            var shape = Shape();
            return Mask.Of(Exactly(() => Next(2) == 0, shape), shape);
        }
        if (type == typeof(RandomGenerator))
        {
            return new RandomGenerator(Next(100));
        }
        if (type == typeof(HeightWidth))
        {
            return new HeightWidth(Integer(), Integer());
        }
        if (type == typeof(Index))
        {
            return new Index(Next(5), Next(2) == 0);
        }
        if (type == typeof(Range))
        {
            return new Range(new Index(Next(4), Next(2) == 0), new Index(Next(4), Next(2) == 0));
        }
        if (type == typeof(Func<Variable<double>, Variable<double>>))
        {
            return (Func<Variable<double>, Variable<double>>)(
                Next(4) switch
                {
                    0 => x => x.Sum(),
                    1 => x => null!,
                    2 => x => throw new NotFiniteNumberException("the caller's own"),
                    _ => x => x.Square(),
                }
            );
        }
        if (type.IsArray)
        {
            return Array(type.GetElementType()!);
        }
        if (type.IsGenericType && type.IsInterface && type.GetGenericArguments() is [var element])
        {
            return Array(element);
        }
        throw new NotSupportedException($"{type} is not known here: teach it.");
    }

    private Array Array(Type element)
    {
        var array = System.Array.CreateInstance(element, Next(4));
        for (var i = 0; i < array.Length; i++)
        {
            array.SetValue(Of(element), i);
        }
        return array;
    }

    private Variable<double> Variable()
    {
        var shape = Shape();
        if (Next(30) == 0)
        {
            using var tape = new Tape<double>();
            return TinyAutograd.Variable.Zeros<double>(shape) + 1.0; // ended with its tape
        }
        var isTame = Next(2) == 0;
        return TinyAutograd.Variable.Of<double>(
            Exactly(() => isTame ? 0.25 * (Next(17) - 8) : Number(), shape),
            shape
        );
    }

    private double Number() => Numbers[Next(Numbers.Length)];

    private int Integer() => Integers[Next(Integers.Length - (Next(6) == 0 ? 0 : 2))];

    // Small, so that a call takes microseconds; now and then of the highest rank, or without elements.
    private Shape Shape() =>
        Next(20) == 0
            ? [1, 1, 1, 1, 1, 1, 1, 1]
            : TinyAutograd.Shape.Of(Several(() => Next(10) == 0 ? 0 : 1 + Next(3), 5));

    private T[] Several<T>(Func<T> draw, int most) => Exactly(draw, Next(most));

    private static T[] Exactly<T>(Func<T> draw, Shape shape) => Exactly(draw, shape.ElementCount);

    private static T[] Exactly<T>(Func<T> draw, int count)
    {
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = draw();
        }
        return values;
    }
}
