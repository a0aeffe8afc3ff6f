namespace TinyTransformerLab;

/// <summary>A session that can be run, paused, changed and rebuilt, and that publishes what it looks like. It belongs to one thread; only
/// <see cref="Latest"/> may be read by others.</summary>
/// <remarks>The same commands at the same steps give the same digits as the same calls of a <see cref="LabSession"/>.</remarks>
internal sealed class LiveTraining
{
    /// <summary>Most updates that one command may ask for.</summary>
    public const int MostStepsAtOnce = 100_000;

    /// <summary>Most updates of a session whose schedule is not longer: every update is kept for the curve.</summary>
    public const int MostSteps = 200_000;

    /// <summary>Largest batch: even with the longest own lines and the largest vocabulary its tensors stay within a few gigabytes.</summary>
    public const int LargestBatch = 1_024;

    // The curve is drawn at most twice a second, so it is not computed more often.
    private static readonly TimeSpan CurveInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SpeedInterval = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider clock;
    private volatile LabSnapshot latest;
    private LabConfig config;
    private int stepsLeft;
    private string? failure;
    private long curveTime;
    private int curvePoints;
    private (long Time, long Letters) mark;
    private double? lettersPerSecond;

    /// <inheritdoc cref="LabSession(LabConfig)"/>
    /// <param name="config">What is built first.</param>
    /// <param name="clock">Measures letters per second; it decides no digit of the model.</param>
    public LiveTraining(LabConfig config, TimeProvider clock)
    {
        (this.config, this.clock) = (config, clock);
        Session = new LabSession(config);
        latest = Describe(version: 1, build: 1);
    }

    /// <summary>What is trained now.</summary>
    public LabSession Session { get; private set; }

    /// <summary>Whether there are updates to make.</summary>
    public bool IsRunning => stepsLeft > 0;

    /// <summary>How it looks after the last command or update.</summary>
    public LabSnapshot Latest => latest;

    /// <summary>Trains to the end of the schedule; beyond it, until paused.</summary>
    /// <exception cref="ArgumentException">The session has made as many updates as it may.</exception>
    public void Run()
    {
        var state = Session.State;
        Go(
            state.Step < state.TotalSteps
                ? state.TotalSteps - state.Step
                : Math.Min(MostStepsAtOnce, Room())
        );
    }

    /// <summary>Makes no further update.</summary>
    public void Pause() => Go(0);

    /// <summary>Makes <paramref name="count"/> updates and pauses.</summary>
    /// <exception cref="ArgumentException">It is not from 1 to <see cref="MostStepsAtOnce"/>, or the session has no room for so many.</exception>
    public void Step(int count)
    {
        if (count is < 1 or > MostStepsAtOnce)
        {
            throw new ArgumentException(
                $"The number of steps is {Digits.Count(count)}; it must be from 1 to {Digits.Count(MostStepsAtOnce)}."
            );
        }
        var room = Room();
        Go(
            count <= room
                ? count
                : throw new ArgumentException(
                    $"This session can make {Digits.Count(room)} more steps, not {Digits.Count(count)}. Reset it to begin anew."
                )
        );
    }

    /// <summary>Begins anew with the fresh weights of the same seed, paused. Learning rate and batch size stay as they were set.</summary>
    public void Reset() => Begin(config);

    /// <summary>Begins anew with other data or another seed, paused. Learning rate and batch size stay as they were set.</summary>
    /// <exception cref="ArgumentException">The text is not usable; the present session goes on.</exception>
    public void Build(LabPreset preset, string? ownText, long? seed)
    {
        if (ownText is not null && preset != LabPreset.OwnText)
        {
            throw new ArgumentException("An own text is taken with the preset ownText only.");
        }
        Begin(config with { Preset = preset, OwnText = ownText, Seed = seed ?? config.Seed });
    }

    /// <summary>Sets what may change while training. Nothing is set if one of them is impossible.</summary>
    /// <exception cref="ArgumentException">A number is out of its range, or there is none.</exception>
    public void Set(double? learningRate, int? batchSize)
    {
        if (learningRate is null && batchSize is null)
        {
            throw new ArgumentException(
                "There is nothing to set: name a learning rate, a batch size, or both."
            );
        }
        if (batchSize is < 1 or > LargestBatch)
        {
            throw new ArgumentException(
                $"The batch size is {Digits.Count(batchSize.Value)}; it must be from 1 to {Digits.Count(LargestBatch)}."
            );
        }
        Session.LearningRate = learningRate ?? Session.LearningRate;
        Session.BatchSize = batchSize ?? Session.BatchSize;
        Publish();
    }

    /// <summary>Makes one of the updates that were asked for. If it is refused, training stops, with the last good weights.</summary>
    public void Advance()
    {
        stepsLeft = Session.Step() is null ? 0 : stepsLeft - 1;
        MeasureSpeed();
        Publish();
    }

    /// <summary>Stops after an unexpected error, and says so.</summary>
    public void Fail(string message)
    {
        failure = message;
        stepsLeft = 0;
        Publish();
    }

    private void Go(int steps)
    {
        if (steps > 0)
        {
            failure = null;
            mark = (clock.GetTimestamp(), LettersSeen());
        }
        stepsLeft = steps;
        Publish();
    }

    private void Begin(LabConfig next)
    {
        var session = new LabSession(next)
        {
            LearningRate = Session.LearningRate,
            BatchSize = Session.BatchSize,
        };
        (config, Session) = (next, session);
        (stepsLeft, failure, lettersPerSecond) = (0, null, null);
        latest = Describe(latest.Version + 1, latest.Build + 1);
    }

    private int Room()
    {
        var state = Session.State;
        var most = Math.Max(MostSteps, state.TotalSteps);
        return state.Step < most
            ? most - state.Step
            : throw new ArgumentException(
                $"This session has made {Digits.Count(state.Step)} steps, as many as it may. Reset it to begin anew."
            );
    }

    private long LettersSeen() => Session.State.Last?.LettersSeen ?? 0;

    private void MeasureSpeed()
    {
        var elapsed = clock.GetElapsedTime(mark.Time);
        var letters = LettersSeen() - mark.Letters;
        if ((elapsed >= SpeedInterval || !IsRunning) && letters > 0 && elapsed > TimeSpan.Zero)
        {
            lettersPerSecond = letters / elapsed.TotalSeconds;
            mark = (clock.GetTimestamp(), LettersSeen());
        }
    }

    private LabSnapshot Describe(long version, int build) =>
        new(
            version,
            build,
            Session.Info,
            Session.Chapters,
            Session.DefaultWord,
            State(),
            IsRunning,
            lettersPerSecond,
            Curve(),
            [.. Session.Samples]
        );

    private LossCurve Curve()
    {
        (curveTime, curvePoints) = (clock.GetTimestamp(), Session.Points.Count);
        return Session.Curve();
    }

    private TrainingState State() =>
        failure is null ? Session.State : Session.State with { Message = failure };

    private void Publish()
    {
        var curve = latest.Curve;
        var isStale = curvePoints < Session.Points.Count;
        if (isStale && (!IsRunning || clock.GetElapsedTime(curveTime) >= CurveInterval))
        {
            curve = Curve();
        }
        latest = latest with
        {
            Version = latest.Version + 1,
            State = State(),
            IsRunning = IsRunning,
            LettersPerSecond = lettersPerSecond,
            Curve = curve,
            Samples =
                Session.Samples.Count == latest.Samples.Count
                    ? latest.Samples
                    : [.. Session.Samples],
        };
    }
}
