using System.Numerics;
using Xunit.Abstractions;

namespace TinyAutograd.Tests.LongRuns;

/// <summary>Tests that look at the memory of the whole process run alone.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>10,000 steps of training cost no more memory than a hundred.</summary>
[Collection(nameof(AloneCollection))]
public class MemoryTests(ITestOutputHelper output)
{
    private const int WarmUp = 300;
    private const int Steps = 10_000;
    private const int Stretches = 3;

    // A small object per entry (the variable) with its share of gradients; a buffer of the smallest layer alone would be 256 bytes.
    private const long BytesPerEntry = 512;

    // What the collector cannot give back at once. A leak of 32 bytes per step would be ten times as much.
    private const long Slack = 32 * 1024;

    [Fact]
    public void Memory_is_flat_over_10000_steps_in_float() => StaysFlat<float>();

    [Fact]
    public void Memory_is_flat_over_10000_steps_in_double() => StaysFlat<double>();

    private void StaysFlat<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var run = new TrainingRun<T>(seed: 42, width: 16, rows: 32);
        var (first, entryCount) = run.Step(counts: true);
        Repeat(run, WarmUp);
        var arena = Recorder<T>.Current.Arena.Bytes;
        var last = T.Zero;
        var (perStep, growth) = (0L, long.MaxValue);
        // What the test runner allocates meanwhile comes once; a leak comes in every stretch.
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var managed = GC.GetTotalMemory(forceFullCollection: true);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            last = Repeat(run, Steps);
            perStep = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Steps;
            growth = Math.Min(growth, GC.GetTotalMemory(forceFullCollection: true) - managed);
        }

        output.WriteLine(
            $"{typeof(T).Name}: {entryCount} entries, {perStep} bytes per step, growth {growth}, arena {arena}, loss {first} → {last}"
        );
        Assert.True(last < first / T.CreateChecked(10), $"It did not learn: {first} → {last}.");
        Assert.Equal(arena, Recorder<T>.Current.Arena.Bytes);
        Assert.InRange(perStep, 0, BytesPerEntry * entryCount);
        Assert.InRange(growth, long.MinValue, Slack);
    }

    private static T Repeat<T>(TrainingRun<T> run, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var loss = T.Zero;
        for (var i = 0; i < steps; i++)
        {
            loss = run.Step().Loss;
        }
        return loss;
    }
}
