using System.Globalization;

namespace TinyAutograd.Transformer;

/// <summary>How far a training has come.</summary>
internal readonly record struct TrainingProgress(
    int StepCount,
    DataPosition Position,
    EvaluationProgress Evaluation
);

/// <summary>Options and progress of a training as metadata of a file, and back.</summary>
internal static class CheckpointMetadata
{
    private const string Format = "tinyautograd-checkpoint-2";
    private const string FirstFormat = "tinyautograd-checkpoint-1"; // no evaluations, no micro-batches
    private const string FormatKey = "training.format";
    private const string StepCountKey = "training.step_count";
    private const string EpochKey = "training.epoch";
    private const string ItemKey = "training.item";
    private const string StepsKey = "training.steps";
    private const string BatchSizeKey = "training.batch_size";
    private const string LearningRateKey = "training.learning_rate";
    private const string FinalShareKey = "training.final_learning_rate_share";
    private const string WarmUpStepsKey = "training.warm_up_steps";
    private const string Beta1Key = "training.beta1";
    private const string Beta2Key = "training.beta2";
    private const string WeightDecayKey = "training.weight_decay";
    private const string MaxGradientNormKey = "training.max_gradient_norm";
    private const string SeedKey = "training.seed";
    private const string MicroBatchSizeKey = "training.micro_batch_size";
    private const string RecomputesBlocksKey = "training.recomputes_blocks";
    private const string EvaluationIntervalKey = "training.evaluation_interval";
    private const string PatienceKey = "training.patience";
    private const string MaxLossFactorKey = "training.max_loss_factor";
    private const string BestLossKey = "training.best_loss";
    private const string BestStepKey = "training.best_step";
    private const string CountSinceBestKey = "training.evaluations_since_best";

    public static void Write(
        Dictionary<string, string> metadata,
        TrainingOptions options,
        TrainingProgress progress
    )
    {
        metadata[FormatKey] = Format;
        metadata[StepCountKey] = Text(progress.StepCount);
        metadata[EpochKey] = Text(progress.Position.Epoch);
        metadata[ItemKey] = Text(progress.Position.Item);
        metadata[StepsKey] = Text(options.Steps);
        metadata[BatchSizeKey] = Text(options.BatchSize);
        metadata[LearningRateKey] = Text(options.LearningRate);
        metadata[FinalShareKey] = Text(options.FinalLearningRateShare);
        metadata[WarmUpStepsKey] = Text(options.WarmUpSteps);
        metadata[Beta1Key] = Text(options.Beta1);
        metadata[Beta2Key] = Text(options.Beta2);
        metadata[WeightDecayKey] = Text(options.WeightDecay);
        metadata[MaxGradientNormKey] = Text(options.MaxGradientNorm);
        metadata[SeedKey] = Text(options.Seed);
        metadata[MicroBatchSizeKey] = Text(options.MicroBatchSize);
        metadata[RecomputesBlocksKey] = options.RecomputesBlocks ? "true" : "false";
        metadata[EvaluationIntervalKey] = Text(options.EvaluationInterval);
        metadata[PatienceKey] = Text(options.Patience);
        metadata[MaxLossFactorKey] = Text(options.MaxLossFactor);
        metadata[BestLossKey] = Text(progress.Evaluation.BestLoss);
        metadata[BestStepKey] = Text(progress.Evaluation.BestStep);
        metadata[CountSinceBestKey] = Text(progress.Evaluation.CountSinceBest);
    }

    /// <exception cref="ArgumentException">Something is missing, garbled or impossible.</exception>
    public static (TrainingOptions Options, TrainingProgress Progress) Read(MetadataReader metadata)
    {
        if (metadata.Text(FormatKey) is var format && format is not (Format or FirstFormat))
        {
            throw new ArgumentException(
                $"its {FormatKey} is '{format}'; '{Format}' or '{FirstFormat}' is needed."
            );
        }
        var options = new TrainingOptions
        {
            Steps = metadata.Count(StepsKey),
            BatchSize = metadata.Count(BatchSizeKey),
            LearningRate = metadata.Number(LearningRateKey),
            FinalLearningRateShare = metadata.Number(FinalShareKey),
            WarmUpSteps = metadata.Count(WarmUpStepsKey),
            Beta1 = metadata.Number(Beta1Key),
            Beta2 = metadata.Number(Beta2Key),
            WeightDecay = metadata.Number(WeightDecayKey),
            MaxGradientNorm = metadata.Number(MaxGradientNormKey),
            Seed = metadata.Integer(SeedKey),
        };
        var evaluation = EvaluationProgress.None;
        if (format == Format)
        {
            options = options with
            {
                MicroBatchSize = metadata.Count(MicroBatchSizeKey),
                RecomputesBlocks = metadata.Flag(RecomputesBlocksKey),
                EvaluationInterval = metadata.Count(EvaluationIntervalKey),
                Patience = metadata.Count(PatienceKey),
                MaxLossFactor = metadata.Number(MaxLossFactorKey),
            };
            evaluation = new EvaluationProgress(
                metadata.Number(BestLossKey),
                metadata.Count(BestStepKey),
                metadata.Count(CountSinceBestKey)
            );
        }
        options.Validate();
        var progress = new TrainingProgress(
            metadata.Count(StepCountKey),
            new DataPosition(metadata.Integer(EpochKey), metadata.Count(ItemKey)),
            evaluation
        );
        // An update finishes at most one epoch.
        if (progress.Position.Epoch < 0 || progress.Position.Epoch > progress.StepCount)
        {
            throw new ArgumentException(
                $"its {EpochKey} is {progress.Position.Epoch}; after {progress.StepCount} steps it must be 0 to {progress.StepCount}."
            );
        }
        if (evaluation.BestStep > progress.StepCount)
        {
            throw new ArgumentException(
                $"its {BestStepKey} is {evaluation.BestStep}; after {progress.StepCount} steps it must be 0 to {progress.StepCount}."
            );
        }
        if (double.IsFinite(evaluation.BestLoss) != evaluation.BestStep > 0)
        {
            throw new ArgumentException(
                $"its {BestLossKey} is '{Text(evaluation.BestLoss)}', which does not go with a {BestStepKey} of {evaluation.BestStep}."
            );
        }
        return (options, progress);
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
