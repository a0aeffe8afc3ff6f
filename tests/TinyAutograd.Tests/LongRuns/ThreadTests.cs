using System.Numerics;

namespace TinyAutograd.Tests.LongRuns;

/// <summary>Threads with tapes of their own do not disturb each other.</summary>
public class ThreadTests
{
    private const int Runs = 4;
    private const int Steps = 15;

    [Fact]
    public void Training_on_four_threads_at_once_gives_the_bits_of_training_alone_in_float() =>
        SameAlone<float>();

    [Fact]
    public void Training_on_four_threads_at_once_gives_the_bits_of_training_alone_in_double() =>
        SameAlone<double>();

    private static void SameAlone<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var alone = Enumerable.Range(0, Runs).Select(Train<T>).ToArray();
        var together = new T[Runs][];
        using var start = new Barrier(Runs);
        var threads = Enumerable
            .Range(0, Runs)
            .Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                together[i] = Train<T>(i);
            }))
            .ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        for (var i = 0; i < Runs; i++)
        {
            Assert.Equal(Bits(alone[i]), Bits(together[i]));
        }
        // The seeds matter: equal results would prove nothing.
        Assert.NotEqual(Bits(alone[0]), Bits(alone[1]));
    }

    // Layers wide enough that the matrix products of all threads want the worker pool at once.
    private static T[] Train<T>(int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var run = new TrainingRun<T>(seed, width: 96, rows: 128);
        for (var step = 0; step < Steps; step++)
        {
            run.Step();
        }
        return run.Weights;
    }

    private static long[] Bits<T>(T[] values)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Array.ConvertAll(values, x => BitConverter.DoubleToInt64Bits(double.CreateTruncating(x)));
}
