namespace TinyTransformerLab.Tests;

public sealed class LabRecordingTests
{
    [Fact]
    public void Steps_are_kept_in_equal_ratios_with_the_first_and_the_last()
    {
        var steps = LabRecording.Steps(0, 5_000, 13);
        Assert.Equal(13, steps.Count);
        Assert.Equal([0, 10], steps.Take(2));
        Assert.Equal(5_000, steps[^1]);
        for (var i = 3; i < steps.Count; i++)
        {
            Assert.Equal(Math.Pow(500, 1.0 / 11), (double)steps[i] / steps[i - 1], tolerance: 0.05);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(100, 105)]
    [InlineData(5_000, 5_000)]
    public void Short_runs_keep_each_step_once(int first, int last)
    {
        var steps = LabRecording.Steps(first, last, 13);
        Assert.Equal(first, steps[0]);
        Assert.Equal(last, steps[^1]);
        Assert.Equal(steps.Distinct().Order(), steps);
    }

    [Fact]
    public void A_recording_holds_the_weights_of_those_steps_and_of_the_end()
    {
        var session = TrainedSession.New();
        var recording = new LabRecording(session);
        for (var step = 0; step < 25; step++)
        {
            session.Step();
            recording.Observe();
        }
        recording.End();
        recording.End();
        Assert.Equal([0, 10, 14, 19, 25], recording.Snapshots.Select(snapshot => snapshot.Step));
        Assert.Equal(session.Snapshot().Weights, recording.Snapshots[^1].Weights);
        Assert.NotEqual(recording.Snapshots[0].Weights, recording.Snapshots[1].Weights);
    }
}
