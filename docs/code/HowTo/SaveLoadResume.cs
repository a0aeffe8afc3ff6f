namespace TinyAutograd.Docs.Code;

/// <summary>How-to: save, load, resume.</summary>
public static class SaveLoadResume
{
    public static void Module(TextWriter Console)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("model.safetensors");

        #region Module
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 1);
        model.Save(path, new Dictionary<string, string> { ["sizes"] = "2, 8, 1" });

        var loaded = new Mlp<float>(sizes: [2, 8, 1], seed: 2); // other weights, for now
        var file = loaded.Load(path);
        Console.WriteLine($"{file.Metadata["sizes"]}: {file.Tensors.Count} tensors");
        Console.WriteLine(file["0.weight"]);
        #endregion
    }

    public static void Optimizer(TextWriter Console)
    {
        var model = new Mlp<float>(sizes: [2, 8, 1], seed: 1);

        #region Optimizer
        var adamW = new AdamW<float>(model.Parameters, learningRate: 1e-3);
        OptimizerState<float> state = adamW.SaveState(); // moments and step counts, by parameter
        var resumed = new AdamW<float>(model.Parameters);
        resumed.Restore(state);
        Console.WriteLine($"{resumed.Name}, learning rate {resumed.LearningRate}");
        #endregion
    }

    public static void Training(TextWriter Console)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("training.safetensors");

        #region Training
        var data = new ItemData(["anna", "emma", "hannah", "otto", "bob", "ava"], seed: 1);
        var config = new GptConfig
        {
            VocabularySize = data.Tokenizer.VocabularySize,
            ContextLength = data.LongestLength + 1,
        };
        var options = new TrainingOptions { Steps = 20, BatchSize = 4 };
        var model = new Gpt<float>(config, new RandomGenerator(seed: 1));
        var trainer = new Trainer<float>(model, data, options);
        for (var step = 0; step < 10; step++)
        {
            trainer.Step();
        }
        CheckpointFile.Save(path, trainer);

        // later, in another process
        var resumed = CheckpointFile.Load<float>(path).Resume(data);
        Console.WriteLine($"resumed after step {resumed.StepCount}");
        while (resumed.StepCount < 20)
        {
            trainer.Step(); // what would have happened without the interruption
            resumed.Step();
        }
        var isSame = trainer.HeldOutLoss() == resumed.HeldOutLoss();
        Console.WriteLine($"the same bits: {isSame}");
        #endregion
    }
}
