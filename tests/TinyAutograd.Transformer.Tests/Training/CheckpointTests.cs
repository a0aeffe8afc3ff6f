using System.Numerics;

namespace TinyAutograd.Transformer.Tests.Training;

public sealed partial class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Target => Path.Combine(folder, "run.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Saved_and_resumed_training_gives_the_same_bits_in_single_precision()
    {
        EqualWithAStop<float>(hasTiedHead: true);
        EqualWithAStop<float>(hasTiedHead: false);
    }

    [Fact]
    public void Saved_and_resumed_training_gives_the_same_bits_in_double_precision() =>
        EqualWithAStop<double>(hasTiedHead: true);

    [Fact]
    public void Saved_and_resumed_training_drops_the_same_numbers_and_keeps_every_option()
    {
        GptConfig Kind(GptConfig config) =>
            config with
            {
                Positions = PositionKind.Rotary,
                RotaryBase = 123.5,
                Norm = NormKind.RmsNorm,
                FeedForward = FeedForwardKind.SwiGlu,
                HasBiases = false,
                KeyValueHeadCount = 1,
                DropoutRate = 0.2,
            };
        var straight = SmallTraining.Create<float>(Kind);
        TrainingStep[] expected = [.. Enumerable.Range(0, 8).Select(_ => straight.Step())];
        var first = SmallTraining.Create<float>(Kind);
        Assert.Equal(expected[..3], Enumerable.Range(0, 3).Select(_ => first.Step()));
        CheckpointFile.Save(Target, first);
        var second = CheckpointFile.Load<float>(Target).Resume(SmallTraining.Data());
        Assert.Equal(first.Model.Config, second.Model.Config);
        Assert.Equal(expected[3..], Enumerable.Range(0, 5).Select(_ => second.Step()));
        Assert.Equal(SmallTraining.Weights(straight.Model), SmallTraining.Weights(second.Model));
    }

    // 30 steps in one go equal the same with a save and a load on the way, before, at and after changes of rate and batch size.
    private void EqualWithAStop<T>(bool hasTiedHead)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var straight = SmallTraining.Create<T>(hasTiedHead);
        TrainingStep[] expected = [.. Enumerable.Range(0, 30).Select(_ => Step(straight))];
        foreach (var stop in new[] { 0, 1, 9, 10, 13, 14, 15, 29, 30 })
        {
            var first = SmallTraining.Create<T>(hasTiedHead);
            var steps = Enumerable.Range(0, stop).Select(_ => Step(first)).ToList();
            CheckpointFile.Save(Target, first);
            var second = CheckpointFile.Load<T>(Target).Resume(SmallTraining.Data());
            Assert.Equal(SmallTraining.Weights(first.Model), SmallTraining.Weights(second.Model));
            Assert.Equal(
                (first.StepCount, first.Position, first.Options),
                (second.StepCount, second.Position, second.Options)
            );
            steps.AddRange(Enumerable.Range(stop, 30 - stop).Select(_ => Step(second)));
            Assert.Equal(expected, steps);
            Assert.Equal(
                SmallTraining.Weights(straight.Model),
                SmallTraining.Weights(second.Model)
            );
            Assert.Equal(straight.HeldOutLoss(), second.HeldOutLoss());
        }

        static TrainingStep Step(Trainer<T> trainer)
        {
            (trainer.LearningRate, trainer.BatchSize) = trainer.StepCount switch
            {
                9 => (2.3e-2, 7),
                14 => (4e-3, 3),
                _ => (trainer.LearningRate, trainer.BatchSize),
            };
            return trainer.Step();
        }
    }

    [Fact]
    public void The_second_save_of_a_training_holds_the_same_bytes()
    {
        var trainer = SmallTraining.Create<float>();
        trainer.Step();
        CheckpointFile.Save(Target, trainer);
        var bytes = File.ReadAllBytes(Target);
        var resumed = CheckpointFile.Load<float>(Target).Resume(SmallTraining.Data());
        CheckpointFile.Save(Target, resumed);
        Assert.Equal(bytes, File.ReadAllBytes(Target));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_change_is_in_the_file_though_no_step_was_made_with_it()
    {
        var trainer = SmallTraining.Create<float>();
        trainer.Step();
        (trainer.LearningRate, trainer.BatchSize) = (0.1 + 0.2, 5);
        CheckpointFile.Save(Target, trainer);
        var checkpoint = CheckpointFile.Load<float>(Target);
        Assert.Equal(trainer.Options, checkpoint.Options);
        Assert.Equal(
            (0.1 + 0.2, 5),
            (checkpoint.Options.LearningRate, checkpoint.Options.BatchSize)
        );
        Assert.Equal((1, new DataPosition(0, 4)), (checkpoint.StepCount, checkpoint.Position));
        Assert.Equal(trainer.Model.Config, checkpoint.Config);
        Assert.Equal(SmallTraining.Data().Tokenizer.Characters, checkpoint.Tokenizer?.Characters);
    }

    [Fact]
    public void Every_option_is_in_the_file()
    {
        var defaults = new TrainingOptions();
        Assert.All(
            typeof(TrainingOptions).GetProperties(),
            option =>
                Assert.NotEqual(option.GetValue(defaults), option.GetValue(SmallTraining.Options))
        );
        CheckpointFile.Save(Target, SmallTraining.Create<float>());
        Assert.Equal(SmallTraining.Options, CheckpointFile.Load<float>(Target).Options);
    }

    [Fact]
    public void A_checkpoint_starts_any_number_of_trainers_that_share_nothing()
    {
        CheckpointFile.Save(Target, SmallTraining.Create<float>());
        var checkpoint = CheckpointFile.Load<float>(Target);
        var first = checkpoint.Resume(SmallTraining.Data());
        var step = first.Step();
        var second = checkpoint.Resume(SmallTraining.Data());
        Assert.Equal(0, second.StepCount);
        Assert.Equal(step, second.Step());
    }

    [Fact]
    public void Training_may_go_on_with_other_options()
    {
        var trainer = SmallTraining.Create<float>();
        trainer.Step();
        CheckpointFile.Save(Target, trainer);
        var checkpoint = CheckpointFile.Load<float>(Target);
        var longer = checkpoint.Options with { Steps = 1_000 };
        var resumed = checkpoint.Resume(SmallTraining.Data(), longer);
        Assert.Equal(longer, resumed.Options);
        Assert.Equal(2, resumed.Step().Step);
        Assert.Throws<ArgumentException>(() =>
            checkpoint.Resume(SmallTraining.Data(), longer with { BatchSize = 0 })
        );
    }

    [Fact]
    public void The_model_reader_reads_the_model_of_a_checkpoint()
    {
        var trainer = SmallTraining.Create<double>();
        trainer.Step();
        CheckpointFile.Save(Target, trainer);
        var (model, tokenizer) = GptFile.Load<double>(Target);
        Assert.Equal(SmallTraining.Data().Tokenizer.Characters, tokenizer.Characters);
        Assert.Equal(trainer.Model.Config, model.Config);
        Assert.Equal(SmallTraining.Weights(trainer.Model), SmallTraining.Weights(model));
    }

    [Fact]
    public void Texts_of_the_caller_come_back_whatever_they_are_called()
    {
        var texts = new Dictionary<string, string>
        {
            ["preset"] = "names",
            ["seed"] = "42",
            ["format"] = "my own",
            ["training.step_count"] = "1,5 \"\n😀",
            [""] = "",
        };
        var trainer = SmallTraining.Create<float>();
        CheckpointFile.Save(Target, trainer, texts);
        var checkpoint = CheckpointFile.Load<float>(Target);
        Assert.Equal(texts, checkpoint.Metadata.ToDictionary());
        Assert.Equal(0, checkpoint.Resume(SmallTraining.Data()).StepCount);
        CheckpointFile.Save(Target, trainer);
        Assert.Empty(CheckpointFile.Load<float>(Target).Metadata);
    }

    [Fact]
    public void A_training_on_tokens_without_characters_is_saved_and_resumed()
    {
        var data = new TextWindows(
            new TokenList(Enumerable.Range(0, 200).Select(i => i % 5), 5),
            1
        );
        var trainer = SmallTraining.Create<float>(SmallTraining.Options, data);
        for (var i = 0; i < 9; i++)
        {
            trainer.Step();
        }
        CheckpointFile.Save(Target, trainer);
        var checkpoint = CheckpointFile.Load<float>(Target);
        Assert.Null(checkpoint.Tokenizer);
        Assert.Equal(trainer.Evaluation, checkpoint.Evaluation);
        Assert.Equal(
            SmallTraining.Weights(trainer.Model),
            SmallTraining.Weights(checkpoint.CreateModel())
        );
        Assert.Equal(trainer.Step(), checkpoint.Resume(data).Step());
        Assert.Contains(
            "'characters'",
            Assert.Throws<InvalidDataException>(() => GptFile.Load<float>(Target)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => checkpoint.Resume(SmallTraining.Data()));
    }
}
