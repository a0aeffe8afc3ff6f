using System.Text.Json;

namespace TinyAutograd.Tests.Optimization;

public class LearningRateScheduleTests
{
    public static TheoryData<string> Tables() =>
        [
            .. OptimizerVectors
                .Load("schedules.safetensors")
                .Json("schedules")
                .EnumerateObject()
                .Select(s => s.Name),
        ];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Rates_are_those_of_the_table(string name)
    {
        var file = OptimizerVectors.Load("schedules.safetensors");
        var settings = file.Json("schedules").GetProperty(name);
        var schedule = Build(settings);
        var steps = Enumerable.Range(0, settings.GetProperty("n").GetInt32()).ToArray();
        OptimizerVectors.AssertClose(
            file.Values(name),
            [.. steps.Select(schedule.At)],
            "schedule",
            name
        );
        if (schedule is OneCycleSchedule cycle)
        {
            OptimizerVectors.AssertClose(
                file.Values($"{name}.momentum"),
                [.. steps.Select(cycle.MomentumAt)],
                "schedule",
                $"{name}.momentum"
            );
        }
    }

    [Fact]
    public void Schedules_hold_their_last_value_after_the_end()
    {
        Assert.Equal(0.1, new CosineSchedule(1, 10, 0.1).At(10));
        Assert.Equal(0.1, new CosineSchedule(1, 10, 0.1).At(10_000));
        Assert.Equal(0.1, new WarmupCosineSchedule(1, 5, 10, 0.1).At(10_000));
        Assert.Equal(0, new WarmupLinearSchedule(1, 5, 10).At(10_000));
        Assert.Equal(2, new LinearSchedule(1, 5, endFactor: 2).At(10_000));
        var cycle = new OneCycleSchedule(1, 50);
        Assert.Equal(cycle.At(49), cycle.At(10_000));
        Assert.Equal(cycle.MomentumAt(49), cycle.MomentumAt(10_000));
        Assert.Equal(0.3, new ConstantSchedule(0.3).At(10_000));
    }

    [Fact]
    public void A_warm_up_reaches_its_peak_at_its_end()
    {
        Assert.Equal(3, new WarmupCosineSchedule(3, 100, 1000).At(100));
        Assert.Equal(3, new WarmupCosineSchedule(3, 100, 1000, startsAtZero: true).At(100));
        Assert.Equal(3, new WarmupLinearSchedule(3, 100, 1000).At(100));
        Assert.Equal(0, new WarmupLinearSchedule(3, 100, 1000).At(0));
        Assert.Equal(3.0 / 101, new WarmupCosineSchedule(3, 100, 1000).At(0));
    }

    [Fact]
    public void Without_a_warm_up_the_first_rate_is_the_peak()
    {
        Assert.Equal(3, new WarmupCosineSchedule(3, 0, 10).At(0));
        Assert.Equal(3, new WarmupCosineSchedule(3, 0, 10, startsAtZero: true).At(0));
        Assert.Equal(3, new WarmupLinearSchedule(3, 0, 10).At(0));
    }

    [Theory]
    [InlineData(0.3, 1e4)]
    [InlineData(0.17, 10)] // a fall by 0.17 − 0.00068 from 0.17 does not begin at 0.17: the rise reaches it
    [InlineData(0.29, 2)]
    public void The_highest_rate_of_a_cycle_is_reached_bit_for_bit(
        double highest,
        double finalDivisor
    )
    {
        const int Peak = 29; // 0.3 · 100 − 1
        var cycle = new OneCycleSchedule(highest, 100, finalDivisor: finalDivisor);
        Assert.Equal(highest, cycle.At(Peak));
        Assert.Equal(0.85, cycle.MomentumAt(Peak));
    }

    [Fact]
    public void A_rise_may_take_more_than_half_of_a_cycle_with_two_phases()
    {
        var cycle = new OneCycleSchedule(1, 100, riseShare: 0.75);
        Assert.Equal(1, cycle.At(74));
        Assert.InRange(cycle.At(98), 0, 0.01);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_second_of_three_phases_mirrors_the_first(bool isLinear)
    {
        const int Peak = 6; // 0.25 · 28 − 1
        var schedule = new OneCycleSchedule(
            1,
            28,
            riseShare: 0.25,
            isLinear: isLinear,
            hasThreePhases: true
        );
        Assert.Equal(1, schedule.At(Peak));
        for (var distance = 1; distance <= Peak; distance++)
        {
            Assert.Equal(schedule.At(Peak - distance), schedule.At(Peak + distance), 12);
            Assert.Equal(
                schedule.MomentumAt(Peak - distance),
                schedule.MomentumAt(Peak + distance),
                12
            );
        }
    }

    [Fact]
    public void Impossible_schedules_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearSchedule(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmupCosineSchedule(1, 10, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmupCosineSchedule(1, -1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmupLinearSchedule(1, 10, 9));
        Assert.Throws<ArgumentException>(() => new OneCycleSchedule(1, 3));
        Assert.Throws<ArgumentException>(() => new OneCycleSchedule(1, 8, riseShare: 0.125)); // a rise of no update
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new OneCycleSchedule(1, 100, startDivisor: 0)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new OneCycleSchedule(1, 100).MomentumAt(-1)
        );
        Assert.Throws<ArgumentException>(() => new OneCycleSchedule(1, 100, riseShare: 1.1));
        Assert.Throws<ArgumentException>(() => new OneCycleSchedule(1, 100, riseShare: 1)); // nothing is left to fall
        Assert.Throws<ArgumentException>(() =>
            new OneCycleSchedule(1, 8, riseShare: 0.5625, hasThreePhases: true) // 2·(4.5 − 1) = 8 − 1
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new OneCycleSchedule(1, 100, baseMomentum: -0.1)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new OneCycleSchedule(1, 100, maxMomentum: double.NaN)
        );
        Assert.Throws<ArgumentException>(() =>
            new OneCycleSchedule(1, 100, riseShare: 0.6, hasThreePhases: true)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(1).At(-1));
    }

    private static LearningRateSchedule Build(JsonElement settings)
    {
        double Number(string key) => settings.GetProperty(key).GetDouble();
        int Count(string key) => settings.GetProperty(key).GetInt32();
        return settings.GetProperty("kind").GetString() switch
        {
            "nanogpt_cosine" => new WarmupCosineSchedule(
                Number("max_lr"),
                Count("warmup"),
                Count("decay"),
                Number("min_lr")
            ),
            "nanogpt_cosine_old" => new WarmupCosineSchedule(
                Number("max_lr"),
                Count("warmup"),
                Count("decay"),
                Number("min_lr"),
                startsAtZero: true
            ),
            "StepLR" => new StepSchedule(Number("lr"), Count("step_size"), Number("gamma")),
            "MultiStepLR" => new MultiStepSchedule(
                Number("lr"),
                [.. settings.GetProperty("milestones").EnumerateArray().Select(m => m.GetInt32())],
                Number("gamma")
            ),
            "ExponentialLR" => new ExponentialSchedule(Number("lr"), Number("gamma")),
            "LinearLR" => new LinearSchedule(
                Number("lr"),
                Count("total_iters"),
                Number("start_factor"),
                Number("end_factor")
            ),
            "CosineAnnealingLR" => new CosineSchedule(
                Number("lr"),
                Count("T_max"),
                Number("eta_min")
            ),
            "hf_linear_warmup_decay" => new WarmupLinearSchedule(
                Number("lr"),
                Count("warmup"),
                Count("total")
            ),
            "OneCycleLR" => new OneCycleSchedule(
                Number("max_lr"),
                Count("total_steps"),
                Number("pct_start"),
                Number("div_factor"),
                Number("final_div_factor"),
                Number("base_momentum"),
                Number("max_momentum"),
                settings.GetProperty("anneal_strategy").GetString() == "linear",
                settings.GetProperty("three_phase").GetBoolean()
            ),
            var kind => throw new InvalidDataException($"Unknown schedule {kind}."),
        };
    }
}
