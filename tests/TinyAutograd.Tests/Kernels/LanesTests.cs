using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Every width is tested on every machine: where the hardware lacks it, the platform emulates it.</summary>
public class LanesTests
{
    [Fact]
    public void Every_width_obeys_the_same_laws()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            CheckWidth<float, Lanes512<float>>(seed);
            CheckWidth<float, Lanes256<float>>(seed);
            CheckWidth<float, Lanes128<float>>(seed);
            CheckWidth<float, LanesScalar<float>>(seed);
            CheckWidth<double, Lanes512<double>>(seed);
            CheckWidth<double, Lanes256<double>>(seed);
            CheckWidth<double, Lanes128<double>>(seed);
            CheckWidth<double, LanesScalar<double>>(seed);
        }
    }

    private static unsafe void CheckWidth<T, TV>(int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var n = TV.Count;
        var numbers = new Numbers(seed);
        var (a, b) = (numbers.Array<T>(n, 9), numbers.Array<T>(n, 9));
        var outcome = new T[n];
        fixed (
            T* pa = a,
                pb = b,
                po = outcome
        )
        {
            var (x, y) = (TV.Load(pa), TV.Load(pb));
            Check(x + y, (u, v) => u + v);
            Check(x - y, (u, v) => u - v);
            Check(x * y, (u, v) => u * v);
            Check(x / y, (u, v) => u / v);
            Check(-x, (u, _) => -u);
            Check(TV.Max(x, y), T.Max);
            Check(TV.Min(x, y), T.Min);
            Check(TV.Abs(x), (u, _) => T.Abs(u));
            Check(TV.Sqrt(TV.Abs(x)), (u, _) => T.Sqrt(T.Abs(u)));
            Check(TV.Round(x), (u, _) => T.Round(u));
            Check(TV.CopySign(x, y), T.CopySign);
            Check(TV.Select(TV.Less(x, y), x, y), T.Min);
            Check(TV.Select(TV.Less(x, x), y, x), (u, _) => u);
            // Of whole numbers, so that one rounding and two give the same.
            Check(
                TV.MultiplyAdd(TV.Round(x), TV.Round(y), TV.Round(x)),
                (u, v) => T.Round(u) * T.Round(v) + T.Round(u)
            );
            Check(
                TV.PowerOfTwo(TV.Round(x)),
                (u, _) => T.ScaleB(T.One, int.CreateTruncating(T.Round(u)))
            );
            // −127 in float, −1023 in double: the first exponent below those of normal numbers.
            var below = T.CreateChecked(typeof(T) == typeof(float) ? -127 : -1023);
            Check(TV.PowerOfTwo(TV.Broadcast(below)), (_, _) => T.Zero);
            Check(
                TV.PowerOfTwo(TV.Broadcast(below + T.One)),
                (_, _) => T.ScaleB(T.One, int.CreateChecked(below) + 1)
            );
            Check(TV.Max(x, TV.Broadcast(T.NaN)), (_, _) => T.NaN);
            Check(TV.Min(x, TV.Broadcast(T.NaN)), (_, _) => T.NaN);
            Assert.Equal(a.Max(), TV.Largest(x));
            Assert.Equal(double.CreateChecked(Sum(a)), double.CreateChecked(TV.Sum(x)), 1e-4);
            for (var count = 0; count <= n; count++)
            {
                var mask = TV.FirstMask(count);
                TV.Store(po, TV.LoadFirst(pa, count, mask));
                Assert.Equal([.. a[..count], .. new T[n - count]], outcome);
                TV.Store(po, y);
                TV.StoreFirst(po, count, mask, x);
                Assert.Equal([.. a[..count], .. b[count..]], outcome);
            }

            void Check(TV vector, Func<T, T, T> expected)
            {
                fixed (T* target = outcome)
                {
                    TV.Store(target, vector);
                }
                Assert.Equal(a.Zip(b, expected), outcome);
            }
        }
    }

    private static T Sum<T>(T[] numbers)
        where T : unmanaged, IFloatingPointIeee754<T> => numbers.Aggregate(T.Zero, (s, v) => s + v);
}
