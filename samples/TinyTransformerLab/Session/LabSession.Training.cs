using System.Numerics.Tensors;

namespace TinyTransformerLab;

/// <content>Training.</content>
public sealed partial class LabSession
{
    /// <summary>Updates between two measurements of the held-out loss.</summary>
    public const int StepsPerEvaluation = 100;

    /// <summary>Updates between two lines of babble.</summary>
    public const int StepsPerSample = 100;

    private const int ItemsPerSample = 3;
    private const double SuspiciousStart = 0.2;

    private readonly List<TrainingPoint> points = [];
    private readonly List<CurvePoint> heldOutLosses = [];
    private readonly List<SampleLine> samples = [];
    private readonly Queue<double> recentLosses = []; // those that the smoothed loss is the mean of
    private long lettersSeen;
    private string? divergence;

    /// <summary>Where training stands.</summary>
    public TrainingState State
    {
        get
        {
            var last = points.Count > 0 ? points[^1] : null;
            var heldOutLoss = heldOutLosses[^1].Loss;
            var start = heldOutLosses[0];
            var isSuspicious =
                start.Step == 0
                && !hasSavedWeights
                && Math.Abs(start.Loss - Info.Baselines[0].Loss) > SuspiciousStart;
            return new TrainingState(
                divergence is not null ? LabStatus.Diverged
                    : trainer.StepCount == 0 ? LabStatus.Untrained
                    : trainer.StepCount < TotalSteps ? LabStatus.Training
                    : LabStatus.Finished,
                divergence ?? (isSuspicious ? Words.SuspiciousStart(start.Loss, Info) : null),
                trainer.StepCount,
                TotalSteps,
                last,
                heldOutLoss,
                Math.Exp(heldOutLoss),
                trainer.NextLearningRate,
                trainer.LearningRate,
                trainer.BatchSize,
                start.Loss,
                isSuspicious
            );
        }
    }

    /// <summary>Scheduled updates; a resumed training may be longer than its learning-rate schedule, and goes on at the final rate.</summary>
    public int TotalSteps { get; }

    /// <summary>The log of babble: three items every <see cref="StepsPerSample"/> updates, the first at step 0.</summary>
    public IReadOnlyList<SampleLine> Samples => samples;

    /// <summary>All updates since this session began, in order.</summary>
    public IReadOnlyList<TrainingPoint> Points => points;

    /// <summary>The peak of the learning-rate schedule; it may be changed while training.</summary>
    /// <exception cref="ArgumentException">It is not positive and finite.</exception>
    public double LearningRate
    {
        get => trainer.LearningRate;
        set => trainer.LearningRate = value;
    }

    /// <summary>Items per update; it may be changed while training.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public int BatchSize
    {
        get => trainer.BatchSize;
        set => trainer.BatchSize = value;
    }

    /// <summary>Makes one update.</summary>
    /// <returns>What it did; null if it was refused because loss or gradient were not finite: <see cref="State"/> says why, the weights are
    /// those before, and a lower rate may go on.</returns>
    public TrainingPoint? Step()
    {
        var before = Weights();
        TrainingStep step;
        try
        {
            step = trainer.Step();
        }
        catch (ArithmeticException error)
        {
            divergence = error.Message;
            return null;
        }
        divergence = null;
        lettersSeen += step.PredictionCount;
        recentLosses.Enqueue(step.Loss);
        if (recentLosses.Count > LossCurve.SmoothingWindow)
        {
            recentLosses.Dequeue();
        }
        var after = Weights();
        var point = new TrainingPoint(
            step.Step,
            step.Loss,
            recentLosses.Average(),
            step.LearningRate,
            step.GradientNorm,
            step.IsClipped,
            TensorPrimitives.Distance<float>(before, after) / TensorPrimitives.Norm<float>(before),
            lettersSeen,
            step.Step % StepsPerEvaluation == 0 || step.Step == TotalSteps ? Evaluate() : null
        );
        points.Add(point);
        if (step.Step % StepsPerSample == 0)
        {
            Babble();
        }
        return point;
    }

    /// <summary>The loss over the steps in at most <paramref name="buckets"/> points.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no bucket.</exception>
    public LossCurve Curve(int buckets = 300)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        var size = Math.Max(1, (points.Count + buckets - 1) / buckets);
        var chunks = points.Chunk(size).ToArray();
        return new LossCurve(
            [
                .. chunks.Select(chunk => new CurveBucket(
                    chunk[0].Step,
                    chunk[^1].Step,
                    chunk.Min(point => point.Loss),
                    chunk.Max(point => point.Loss)
                )),
            ],
            [.. chunks.Select(chunk => new CurvePoint(chunk[^1].Step, chunk[^1].SmoothLoss))],
            [.. heldOutLosses]
        );
    }

    private double Evaluate()
    {
        var loss = trainer.HeldOutLoss();
        heldOutLosses.Add(new CurvePoint(trainer.StepCount, loss));
        return loss;
    }

    // A stream of its own for each line: looking at other items does not change it.
    private void Babble()
    {
        var random = Config.RandomFor(Purpose.Generation).Fork((ulong)trainer.StepCount);
        var items = Enumerable
            .Range(0, ItemsPerSample)
            .Select(_ => Write(random, DefaultSampling, ""))
            .ToArray();
        samples.Add(new SampleLine(trainer.StepCount, items));
    }

    private float[] Weights()
    {
        var weights = new float[Model.Config.WeightCount];
        var offset = 0;
        foreach (var parameter in Model.Parameters)
        {
            parameter.Value.AsSpan().CopyTo(weights.AsSpan(offset));
            offset += parameter.Value.Length;
        }
        return weights;
    }
}
