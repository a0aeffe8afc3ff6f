namespace TinyAutograd.Transformer.Tests.Training;

/// <content>What a save that fails or is interrupted leaves, and whose data a file belongs to.</content>
public partial class CheckpointTests
{
    [Fact]
    public void Other_data_is_refused_and_named()
    {
        CheckpointFile.Save(Target, SmallTraining.Create<float>());
        var checkpoint = CheckpointFile.Load<float>(Target);
        string[] all = [.. SmallTraining.Data().Training, .. SmallTraining.Data().HeldOut];
        foreach (
            var other in new[]
            {
                SmallTraining.Data(seed: 2), // another split
                new ItemData(all, seed: 1, heldOutShare: 0.3),
                new ItemData([.. all, "nana"], seed: 1),
                new ItemData(all.Select(item => item == "bob" ? "obb" : item), seed: 1),
            }
        )
        {
            var error = Assert.Throws<ArgumentException>(() => checkpoint.Resume(other));
            Assert.Contains("other data", error.Message, StringComparison.Ordinal);
            Assert.Contains(Target, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_hash_of_data_is_that_of_its_items_in_order()
    {
        var hash = SmallTraining.Data().Hash();
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, SmallTraining.Data().Hash());
        Assert.NotEqual(hash, SmallTraining.Data(seed: 2).Hash());
        // where one item ends and the next begins counts
        Assert.NotEqual(Hash("ab", "c"), Hash("a", "bc"));

        static string Hash(params string[] items)
        {
            using var hash = new ContentHash();
            foreach (var item in items)
            {
                hash.Add(item);
            }
            return hash.Finish();
        }
    }

    [Fact]
    public void A_save_that_fails_leaves_the_old_file_and_no_other()
    {
        var trainer = SmallTraining.Create<float>();
        CheckpointFile.Save(Target, trainer);
        var old = File.ReadAllBytes(Target);
        trainer.Step();
        // before the first byte is written: a text that UTF-8 cannot hold, a weight that nobody can use
        Assert.Throws<ArgumentException>(() =>
            CheckpointFile.Save(
                Target,
                trainer,
                new Dictionary<string, string> { ["a"] = "\ud800" }
            )
        );
        trainer.Model.FinalNorm.Weight.Update(0, static (values, _) => values[3] = float.NaN);
        var error = Assert.Throws<ArgumentException>(() => CheckpointFile.Save(Target, trainer));
        Assert.Contains("'ln_f.weight' holds NaN", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() =>
            GptFile.Save(Target, trainer.Model, SmallTraining.Data().Tokenizer)
        );
        Assert.Equal(old, File.ReadAllBytes(Target));
        Assert.Single(Directory.GetFiles(folder));
        // after the last byte: the name cannot be taken
        var taken = Directory.CreateDirectory(Path.Combine(folder, "taken")).FullName;
        var refusal = Record.Exception(() =>
            CheckpointFile.Save(taken, SmallTraining.Create<float>())
        );
        Assert.True(refusal is IOException or UnauthorizedAccessException, $"{refusal}");
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void What_an_interrupted_save_leaves_beside_the_file_disturbs_nothing()
    {
        var trainer = SmallTraining.Create<float>();
        CheckpointFile.Save(Target, trainer);
        var old = File.ReadAllBytes(Target);
        File.WriteAllBytes($"{Target}.x.tmp", old[..(old.Length / 2)]); // as when the power fails
        Assert.Equal(0, CheckpointFile.Load<float>(Target).StepCount);
        trainer.Step();
        CheckpointFile.Save(Target, trainer);
        Assert.Equal(1, CheckpointFile.Load<float>(Target).StepCount);
    }
}
