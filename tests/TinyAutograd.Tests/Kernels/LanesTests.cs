using System.Numerics;
using TinyAutograd.Kernels;

namespace TinyAutograd.Tests.Kernels;

/// <summary>Every width is tested on every machine: where the hardware lacks it, the platform emulates it.</summary>
public class LanesTests
{
    [Fact]
    public void Every_width_obeys_the_same_laws()
    {
        CheckWidth<float, Lanes512<float>>();
        CheckWidth<float, Lanes256<float>>();
        CheckWidth<float, Lanes128<float>>();
        CheckWidth<float, LanesScalar<float>>();
        CheckWidth<double, Lanes512<double>>();
        CheckWidth<double, Lanes256<double>>();
        CheckWidth<double, Lanes128<double>>();
        CheckWidth<double, LanesScalar<double>>();
    }

    private static unsafe void CheckWidth<T, TV>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where TV : unmanaged, ILanes<TV, T>
    {
        var n = TV.Count;
        var a = new Numbers(n).Array<T>(n, 9);
        var b = new Numbers(n + 1).Array<T>(n, 9);
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
            Check(
                TV.PowerOfTwo(TV.Round(x)),
                (u, _) => T.ScaleB(T.One, int.CreateTruncating(T.Round(u)))
            );
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
