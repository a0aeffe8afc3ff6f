using System.Numerics;
using System.Reflection;

namespace TinyAutograd.Tests.Ops.Elementwise;

/// <summary>An op that acts on each element by itself gives an element the same bits wherever it stands, whatever stands beside it, and
/// wherever it lies in memory.</summary>
public class NeighbourTests
{
    private const int Length = 100;
    private const int Places = 17;

    /// <summary>The unary ops without attributes.</summary>
    public static TheoryData<string> Ops =>
        [
            .. typeof(UnaryOp<>)
                .Assembly.GetTypes()
                .Where(type => IsUnary(type) && InstanceOf(type) is not null)
                .Select(type => type.Name),
        ];

    [Fact]
    public void There_are_ops() => Assert.InRange(Ops.Count, 25, 200);

    [Theory]
    [MemberData(nameof(Ops))]
    public void Place_and_neighbours_change_no_bit(string op)
    {
        var type = typeof(UnaryOp<>).Assembly.GetType($"TinyAutograd.{op}")!;
        Check((UnaryOp<double>)Instance<double>(type), [-1e300, 1e12, -800, 1e-310, double.NaN]);
        Check((UnaryOp<float>)Instance<float>(type), [-1e30f, 1e12f, -110, 1e-41f, float.NaN]);
    }

    private static void Check<T>(UnaryOp<T> op, T[] extremes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new RandomGenerator(1);
        var x = new T[Length];
        for (var i = 0; i < Length; i++)
        {
            // Small numbers, larger ones and, here and there, extreme ones.
            x[i] =
                i % 23 == 22
                    ? extremes[i / 23 % extremes.Length]
                    : T.CreateTruncating((i % 40 < 20 ? 1.5 : 14) * (random.NextDouble() - 0.5));
        }
        var expected = new T[Length];
        op.Forward(x, expected);
        for (var place = 0; place < Places; place++)
        {
            for (var shift = 0; shift < Places; shift++)
            {
                T[] rotated = [.. new T[place], .. x[shift..], .. x[..shift]];
                var result = new T[Length + Places];
                var y = result.AsSpan(shift, Length);
                op.Forward(rotated.AsSpan(place), y);
                T[] back = [.. y[(Length - shift)..], .. y[..(Length - shift)]];
                Assert.Equal(expected, back);
            }
        }
    }

    private static bool IsUnary(Type type) =>
        type is { IsAbstract: false, IsGenericTypeDefinition: true, BaseType.IsGenericType: true }
        && type.BaseType.GetGenericTypeDefinition() == typeof(UnaryOp<>);

    private static FieldInfo? InstanceOf(Type type) =>
        type.GetField("Instance", BindingFlags.Public | BindingFlags.Static);

    private static object Instance<T>(Type type) =>
        InstanceOf(type.MakeGenericType(typeof(T)))!.GetValue(null)!;
}
