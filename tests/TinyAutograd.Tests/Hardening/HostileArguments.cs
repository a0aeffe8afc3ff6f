using System.Reflection;

namespace TinyAutograd.Tests.Hardening;

/// <summary>Draws arguments of public methods as a careless or malicious caller might give them: null, ended, of another thread, empty,
/// overflowing, not a number.</summary>
/// <param name="seed">Everything drawn follows from it.</param>
/// <param name="makers">What a test adds to the types that are known here.</param>
/// <param name="files">Contents of files that a path may lead to.</param>
internal sealed partial class HostileArguments(
    ulong seed,
    IReadOnlyDictionary<Type, Func<HostileArguments, object>>? makers = null,
    IReadOnlyDictionary<string, byte[]>? files = null
) : IDisposable
{
    private const int Attempts = 60;

    private readonly RandomGenerator random = new((long)seed);
    private readonly Stack<IDisposable> open = new();
    private bool isTame;

    /// <summary>Whether nothing is to be wrong with what is drawn now.</summary>
    public bool IsTame => isTame;

    /// <summary>Whether something drawn was null.</summary>
    public bool HasNull { get; private set; }

    /// <summary>Whether something drawn had ended: a variable, a tape, a stream, a mapped file.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether something drawn belongs to another thread.</summary>
    public bool HasForeign { get; private set; }

    /// <summary>A number of [0, count).</summary>
    public int Next(int count) => random.NextInt32(count);

    /// <summary>An argument for a parameter: its name tells paths from texts, and amounts of work from other numbers.</summary>
    public object? Of(ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue && !parameter.ParameterType.IsByRefLike && Next(3) == 0)
        {
            return parameter.DefaultValue is { } value
                ? parameter.ParameterType.IsEnum
                    ? Enum.ToObject(parameter.ParameterType, value)
                    : value
                : parameter.ParameterType is { IsValueType: true } type
                    ? Activator.CreateInstance(type)
                    : null;
        }
        return Of(parameter.ParameterType, parameter.Name!);
    }

    /// <summary>An argument of this type, or null where a reference may be.</summary>
    /// <exception cref="NotSupportedException">The type is not known here: teach it.</exception>
    public object? Of(Type type, string name = "")
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Next(3) == 0 ? null : Of(inner, name);
        }
        if (type.IsByRef)
        {
            return null; // filled by the call
        }
        if (!type.IsValueType && !type.IsByRefLike && !isTame && Next(40) == 0)
        {
            HasNull = true;
            return null;
        }
        if (type == typeof(string))
        {
            return IsPath(name) ? FilePath() : Texts[Next(Texts.Length)];
        }
        if (type == typeof(int))
        {
            var isAmount = Amounts.Any(amount =>
                name.Contains(amount, StringComparison.OrdinalIgnoreCase)
            );
            return isAmount ? Math.Min(Integer(), 4) : Integer();
        }
        if (type == typeof(long))
        {
            return Next(8) == 0 && !isTame ? long.MaxValue - Next(2) : (long)Integer();
        }
        return Existing(type);
    }

    /// <summary>Arguments of which one is null, and nothing is wrong with the others as far as their types tell.</summary>
    public object?[] NullAlone(ParameterInfo[] parameters, int position)
    {
        HasNull = true;
        return Tamely(() =>
            parameters.Select((parameter, i) => i == position ? null : Of(parameter)).ToArray()
        );
    }

    /// <summary>Something of this type to call a member on.</summary>
    public object Owner(Type type) => Tamely(() => Existing(type));

    /// <summary>What the draw makes is small, there and well-formed, as far as its type tells.</summary>
    public T Tamely<T>(Func<T> draw)
    {
        var before = isTame;
        isTame = true;
        try
        {
            return draw();
        }
        finally
        {
            isTame = before;
        }
    }

    /// <summary>To be disposed with the arguments, last first.</summary>
    public T Kept<T>(T resource)
        where T : IDisposable
    {
        open.Push(resource);
        return resource;
    }

    /// <summary>Closes what was opened for the arguments.</summary>
    public void Dispose()
    {
        while (open.TryPop(out var resource))
        {
            resource.Dispose();
        }
    }

    private object Existing(Type type)
    {
        if (makers is not null && makers.TryGetValue(type, out var further))
        {
            return further(this);
        }
        if (Makers.TryGetValue(type, out var make))
        {
            return make(this);
        }
        if (type.IsEnum)
        {
            return isTame
                ? Enum.GetValues(type).GetValue(Next(Enum.GetValues(type).Length))!
                : Enum.ToObject(type, Next(6) - 1);
        }
        if (type.IsArray)
        {
            return Array(type.GetElementType()!);
        }
        if (type.IsByRefLike && type.IsGenericType)
        {
            return Array(type.GetGenericArguments()[0]); // a span of it
        }
        if (type.IsGenericType)
        {
            var parts = type.GetGenericArguments();
            var kind = type.GetGenericTypeDefinition();
            if (kind == typeof(IReadOnlyDictionary<,>))
            {
                return Dictionary(parts);
            }
            if (
                kind == typeof(KeyValuePair<,>)
                || type.IsAssignableTo(typeof(System.Runtime.CompilerServices.ITuple))
            )
            {
                return Activator.CreateInstance(type, [.. parts.Select(part => Of(part))])!;
            }
            if (
                type.IsInterface
                && type.Namespace == "System.Collections.Generic"
                && parts is [var element]
            )
            {
                return Array(element);
            }
        }
        return Constructed(type);
    }

    // By any public constructor or factory of the type, or of one of those that derive from it.
    private object Constructed(Type type)
    {
        var ways = ConstructionWays.Of(type);
        if (ways.Count == 0)
        {
            throw new NotSupportedException($"{type} is not known here: teach it.");
        }
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var way = ways[Next(ways.Count)];
            try
            {
                object?[] arguments =
                [
                    .. way.Parameters.Select(p => attempt < 5 ? Of(p) : Tamely(() => Of(p))),
                ];
                var made = way.Call(null, arguments)!;
                SetProperties(made);
                return made;
            }
            catch (Exception error) when (error is not NotSupportedException)
            {
                // Others, then. Whether it was the right exception is seen when the constructor is the member that is called.
            }
        }
        throw new NotSupportedException($"{type} could not be made: teach it.");
    }

    // Options are properties rather than parameters.
    private void SetProperties(object made)
    {
        foreach (var property in ConstructionWays.SettableProperties(made.GetType()))
        {
            if (Next(4) == 0)
            {
                property.SetValue(made, Of(property.PropertyType, property.Name));
            }
        }
    }

    private object Dictionary(Type[] parts)
    {
        var dictionary = (System.Collections.IDictionary)
            Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(parts))!;
        for (var i = Next(3); i > 0; i--)
        {
            dictionary[Tamely(() => Of(parts[0])!)] = Of(parts[1]);
        }
        return dictionary;
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

    private double Number() => isTame ? 0.25 * (1 + Next(3)) : Numbers[Next(Numbers.Length)];

    private int Integer() =>
        isTame ? 1 + Next(4) : Integers[Next(Integers.Length - (Next(6) == 0 ? 0 : 3))];

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
