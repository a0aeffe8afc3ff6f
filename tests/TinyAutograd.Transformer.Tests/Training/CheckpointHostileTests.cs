using System.Globalization;

namespace TinyAutograd.Transformer.Tests.Training;

/// <summary>A file is hostile until checked. Most files here are sound safetensors with a true checksum, so that the checks behind it are
/// reached.</summary>
public sealed partial class CheckpointHostileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly SafetensorsFile sound;

    public CheckpointHostileTests()
    {
        var trainer = SmallTraining.Create<float>();
        for (var i = 0; i < 13; i++)
        {
            trainer.Step();
        }
        CheckpointFile.Save(Target, trainer);
        sound = Safetensors.Load(Target);
    }

    private string Target => Path.Combine(folder, "run.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_that_was_cut_off_anywhere_is_refused()
    {
        var bytes = File.ReadAllBytes(Target);
        var header = 8 + BitConverter.ToInt32(bytes);
        for (var length = 0; length < bytes.Length; length += length < header ? 3 : 97)
        {
            File.WriteAllBytes(Target, bytes[..length]);
            Assert.Contains(Target, Refusal().Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_found()
    {
        var bytes = File.ReadAllBytes(Target);
        var header = 8 + BitConverter.ToInt32(bytes);
        var refused = 0;
        for (var i = 0; i < bytes.Length; i += i < header ? 3 : 89)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(Target, damaged);
            if (!MeansTheSame(damaged))
            {
                Assert.Contains(Target, Refusal().Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, header / 3 * 9 / 10, bytes.Length);
    }

    [Fact]
    public void No_text_may_be_missing()
    {
        foreach (var key in sound.Metadata.Keys)
        {
            Write(metadata => metadata.Remove(key));
            if (key == CheckpointFile.ChecksumKey)
            {
                Safetensors.Save(Target, sound.Tensors, Without(key));
            }
            Assert.Contains($"'{key}'", Refusal().Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("training.format", "tinyautograd-checkpoint-3", "checkpoint-2")]
    [InlineData("training.step_count", "-1", "whole number")]
    [InlineData("training.step_count", "2147483648", "whole number")]
    [InlineData("training.step_count", "13.0", "whole number")]
    [InlineData("training.step_count", "1e1", "whole number")]
    [InlineData("training.step_count", " 13", "whole number")]
    [InlineData("training.step_count", "", "whole number")]
    [InlineData("training.step_count", "0", "epoch")]
    [InlineData("training.epoch", "-1", "0 to 13")]
    [InlineData("training.epoch", "14", "0 to 13")]
    [InlineData("training.epoch", "9223372036854775807", "0 to 13")]
    [InlineData("training.epoch", "99999999999999999999", "whole number")]
    [InlineData("training.item", "-3", "whole number")]
    [InlineData("training.steps", "-1", "whole number")]
    [InlineData("training.batch_size", "0", "batch size is 0")]
    [InlineData("training.batch_size", "2147483647", "batch size is 2147483647")]
    [InlineData("training.learning_rate", "NaN", "learning rate is NaN")]
    [InlineData("training.learning_rate", "Infinity", "learning rate is Infinity")]
    [InlineData("training.learning_rate", "1e999", "learning rate is Infinity")]
    [InlineData("training.learning_rate", "0", "learning rate is 0")]
    [InlineData("training.learning_rate", "-0.01", "learning rate is -0.01")]
    [InlineData("training.learning_rate", "0,01", "a number")]
    [InlineData("training.learning_rate", "0x1p3", "a number")]
    [InlineData("training.final_learning_rate_share", "NaN", "share")]
    [InlineData("training.final_learning_rate_share", "1.5", "share")]
    [InlineData("training.warm_up_steps", "many", "whole number")]
    [InlineData("training.beta1", "1", "first beta")]
    [InlineData("training.beta1", "NaN", "first beta")]
    [InlineData("training.beta2", "0.99999999999", "beta2")] // rounds to 1 in single precision
    [InlineData("training.weight_decay", "NaN", "weight decay")]
    [InlineData("training.max_gradient_norm", "NaN", "gradient norm")]
    [InlineData("training.seed", "1.5", "whole number")]
    [InlineData("training.micro_batch_size", "-1", "whole number")]
    [InlineData("training.recomputes_blocks", "yes", "true or false")]
    [InlineData("training.evaluation_interval", "x", "whole number")]
    [InlineData("training.patience", "-2", "whole number")]
    [InlineData("training.max_loss_factor", "NaN", "largest loss")]
    [InlineData("training.best_step", "14", "0 to 13")]
    [InlineData("training.best_step", "0", "best_loss")]
    [InlineData("training.best_loss", "NaN", "best_loss")]
    [InlineData("training.best_loss", "Infinity", "best_loss")]
    [InlineData("training.evaluations_since_best", "", "whole number")]
    [InlineData("n_layer", "2147483647", "weights")]
    [InlineData("n_ctx", "16", "weights")]
    [InlineData("n_ctx", "2147483647", "elements")]
    [InlineData("n_head", "3", "cannot be divided")]
    [InlineData("layer_norm_epsilon", "NaN", "epsilon")]
    [InlineData("layer_norm_epsilon", "Infinity", "epsilon")]
    [InlineData("tie_word_embeddings", "maybe", "true or false")]
    [InlineData("characters", "abc", "vocab_size")]
    public void A_garbled_or_impossible_text_is_named(string key, string text, string expected)
    {
        Write(metadata => metadata[key] = text);
        Assert.Contains(expected, Refusal().Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_long_text_is_not_repeated_at_length()
    {
        Write(metadata => metadata["training.steps"] = new string('9', 100_000));
        Assert.InRange(Refusal().Message.Length, 50, 400);
    }

    [Fact]
    public void A_huge_size_is_refused_before_memory_is_taken()
    {
        Write(metadata => (metadata["n_embd"], metadata["n_layer"]) = ("8192", "1000000"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refusal();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 21);
    }

    [Fact]
    public void A_position_beyond_the_data_is_refused_when_the_data_are_known()
    {
        Write(metadata => metadata["training.item"] = "9");
        var checkpoint = CheckpointFile.Load<float>(Target);
        var error = Assert.Throws<InvalidDataException>(() =>
            checkpoint.Resume(SmallTraining.Data())
        );
        Assert.Contains(Target, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_file_is_no_checkpoint()
    {
        var trainer = SmallTraining.Create<float>();
        GptFile.Save(Target, trainer.Model, SmallTraining.Data().Tokenizer);
        Assert.Contains("'training.format'", Refusal().Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() =>
            CheckpointFile.Load<float>(Path.Combine(folder, "none.safetensors"))
        );
    }

    [Fact]
    public void A_file_of_the_first_format_trains_on_without_evaluations()
    {
        string[] later =
        [
            "micro_batch_size",
            "recomputes_blocks",
            "evaluation_interval",
            "patience",
            "max_loss_factor",
            "best_loss",
            "best_step",
            "evaluations_since_best",
        ];
        Write(
            metadata =>
            {
                metadata["training.format"] = "tinyautograd-checkpoint-1";
                Assert.All(later, key => Assert.True(metadata.Remove($"training.{key}")));
            },
            sound.Tensors.Where(tensor =>
                !tensor.Name.StartsWith("training.best.", StringComparison.Ordinal)
            )
        );
        var trainer = CheckpointFile.Load<float>(Target).Resume(SmallTraining.Data());
        Assert.Equal(0, trainer.Evaluation.BestStep);
        Assert.Equal(new TrainingOptions().MaxLossFactor, trainer.Options.MaxLossFactor);
        Assert.Equal(14, trainer.Step().Step);
    }

    [Fact]
    public void The_last_possible_step_is_not_passed()
    {
        Write(metadata =>
            metadata["training.step_count"] = int.MaxValue.ToString(CultureInfo.InvariantCulture)
        );
        var trainer = CheckpointFile.Load<float>(Target).Resume(SmallTraining.Data());
        Assert.Throws<OverflowException>(() => trainer.Step());
        Assert.Equal(int.MaxValue, trainer.StepCount);
    }

    // Blanks between the parts of JSON, and the case of a digit in an escape, mean nothing.
    private bool MeansTheSame(byte[] bytes)
    {
        try
        {
            var file = Safetensors.Parse(bytes);
            return file.Metadata.SequenceEqual(sound.Metadata)
                && file.ToString() == sound.ToString()
                && file.Tensors.Zip(sound.Tensors)
                    .All(pair => pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private InvalidDataException Refusal() =>
        Assert.Throws<InvalidDataException>(() => CheckpointFile.Load<float>(Target));

    private IEnumerable<SafetensorsTensor> Replace(string name, Variable<float> values) =>
        sound
            .Tensors.Where(tensor => tensor.Name != name)
            .Append(SafetensorsTensor.Of(name, values));

    private Dictionary<string, string> Without(string key) =>
        sound.Metadata.Where(pair => pair.Key != key).ToDictionary();

    private void Write(
        Action<Dictionary<string, string>>? change = null,
        IEnumerable<SafetensorsTensor>? tensors = null
    )
    {
        var metadata = Without(CheckpointFile.ChecksumKey);
        change?.Invoke(metadata);
        SafetensorsTensor[] contents = [.. tensors ?? sound.Tensors];
        metadata[CheckpointFile.ChecksumKey] = CheckpointFile.Checksum(
            new SafetensorsFile(contents, metadata)
        );
        Safetensors.Save(Target, contents, metadata);
    }
}
