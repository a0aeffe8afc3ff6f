namespace TinyTransformerLab.Tests.Serve;

public sealed class WatchersTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private readonly ManualClock clock = new();
    private readonly Watchers watchers;
    private int farewells;

    public WatchersTests() => watchers = new Watchers(Grace, clock, () => farewells++);

    [Fact]
    public void When_the_last_one_has_been_away_for_the_grace_it_is_said_once()
    {
        var (first, second) = (watchers.Enter(), watchers.Enter());
        first.Dispose();
        first.Dispose(); // leaving twice is leaving once
        Assert.Equal(1, watchers.Count);
        clock.Advance(Grace);
        Assert.Equal(0, farewells);
        second.Dispose();
        clock.Advance(Grace - TimeSpan.FromTicks(1));
        Assert.Equal(0, farewells);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, farewells);
        clock.Advance(Grace);
        Assert.Equal(1, farewells);
    }

    [Fact]
    public void A_reload_within_the_grace_is_no_farewell_and_the_grace_begins_anew()
    {
        watchers.Enter().Dispose();
        clock.Advance(Grace / 2);
        var again = watchers.Enter();
        clock.Advance(Grace);
        Assert.Equal(0, farewells);
        again.Dispose();
        clock.Advance(Grace / 2);
        watchers.Enter().Dispose();
        clock.Advance(Grace * 0.75);
        Assert.Equal(0, farewells);
        clock.Advance(Grace);
        Assert.Equal(1, farewells);
    }

    [Fact]
    public void One_too_many_is_refused_until_another_leaves()
    {
        var places = Enumerable.Range(0, Watchers.Most).Select(_ => watchers.Enter()).ToArray();
        Assert.Equal(503, Assert.Throws<RefusalException>(watchers.Enter).Status);
        places[3].Dispose();
        watchers.Enter();
        Assert.Equal(Watchers.Most, watchers.Count);
    }
}
