namespace TinyTransformerLab.Tests;

public sealed class PacingTests
{
    [Fact]
    public void The_eye_gets_its_time_most_of_it_at_the_beginning()
    {
        var pacing = Pacing.ForTheEye;
        Assert.Equal(TimeSpan.Zero, pacing.Due(0, 5_000));
        Assert.Equal(pacing.Length, pacing.Due(5_000, 5_000));
        Assert.InRange(pacing.Length.TotalSeconds, 15, 20);
        for (var step = 1; step <= 5_000; step++)
        {
            Assert.True(pacing.Due(step, 5_000) > pacing.Due(step - 1, 5_000));
        }
        Assert.True(pacing.Due(500, 5_000) > pacing.Length * 0.2);
        Assert.Equal(pacing.Length, pacing.Due(6_000, 5_000));
    }

    [Fact]
    public void Without_pacing_nothing_waits()
    {
        Assert.Equal(TimeSpan.Zero, Pacing.None.Due(4_000, 5_000));
        Assert.Equal(TimeSpan.Zero, Pacing.ForTheEye.Due(0, 0));
    }
}
