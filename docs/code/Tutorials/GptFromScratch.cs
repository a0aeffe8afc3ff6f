namespace TinyAutograd.Docs.Code;

/// <summary>Tutorial: a GPT from scratch; its parts stand in the files beside this one.</summary>
public static class GptFromScratch
{
    private static ItemData LoadNames() =>
        ItemData.Load(Path.Combine(AppContext.BaseDirectory, "names.txt"), seed: 1);

    private static Batch FourNames() =>
        Batch.Of(LoadNames().Tokenizer, ["emma", "olivia", "ava", "mia"], contextLength: 8);

    public static void Tokens(TextWriter Console)
    {
        #region Tokens
        var names = LoadNames();
        var tokenizer = names.Tokenizer;
        Console.WriteLine($"V = {tokenizer.VocabularySize}: {tokenizer.Characters} and a mark");
        Console.WriteLine($"emma: {string.Join(' ', tokenizer.Encode("emma"))}");

        var batch = Batch.Of(tokenizer, ["emma", "olivia", "ava", "mia"], contextLength: 8);
        Console.WriteLine($"tokens {batch.Tokens.Shape}, targets {batch.Targets.Shape}");
        Console.WriteLine(batch.Tokens);
        Console.WriteLine(batch.Targets);
        #endregion
    }

    public static void Embedded(TextWriter Console)
    {
        var batch = FourNames();

        #region Embedded
        const int V = 27;
        const int C = 32;
        var random = new RandomGenerator(seed: 1);
        var tokenTable = Variable.Normal<float>([V, C], random, standardDeviation: 0.02); // (V, C)
        var positionTable = Variable.Normal<float>([8, C], random, standardDeviation: 0.02); // (T, C)
        var tokens = tokenTable.Embedding(batch.Tokens); // (B, T, C)
        var x = tokens + positionTable[..batch.Tokens.Shape[1]]; // (B, T, C) + (T, C)
        Console.WriteLine($"x {x.Shape}");
        #endregion
    }

    public static void OneHead(TextWriter Console)
    {
        #region OneHead
        var random = new RandomGenerator(seed: 2);
        var (T, D) = (4, 8);
        var q = Variable.Normal<float>([T, D], random); // what each position looks for
        var k = Variable.Normal<float>([T, D], random); // what each position offers
        var v = Variable.Normal<float>([T, D], random); // what it hands over
        var scores = q.MatMul(k, transposeB: true) / MathF.Sqrt(D); // (T, T)
        var past = scores.MaskedFill(!Mask.Causal(T), float.NegativeInfinity); // (T, T)
        var pattern = past.Softmax(); // (T, T), rows sum to 1
        var z = pattern.MatMul(v); // (T, D)
        Console.WriteLine($"{pattern:F2}");
        Console.WriteLine($"z {z.Shape}");
        #endregion
    }

    public static void Heads(TextWriter Console)
    {
        #region Heads
        var x = Variable.Normal<float>([2, 5, 24], new RandomGenerator(seed: 3)); // (B, T, C)
        var attention = new ScratchAttention(channelCount: 24, headCount: 3, new(seed: 4)); // D = 8
        using var tape = new Tape<float>();
        var y = attention.Forward(x); // (B, T, C)
        Console.WriteLine(tape);
        #endregion
    }

    public static void Untrained(TextWriter Console)
    {
        var batch = FourNames();

        #region Untrained
        var model = new ScratchGpt(V: 27, T: 16, C: 32, H: 4, L: 2, new RandomGenerator(seed: 1));
        var logits = model.Forward(batch.Tokens); // (B, T, V)
        Console.WriteLine($"{model.ParameterCount:N0} weights, logits {logits.Shape}");
        Console.WriteLine($"loss {model.Loss(batch).Item():F2}, ln V = {Math.Log(27):F2}");
        #endregion
    }

    public static void Training(TextWriter Console) => Train(LoadNames(), Console);

    private static ScratchGpt Train(ItemData names, TextWriter Console)
    {
        #region Training
        var model = new ScratchGpt(V: 27, T: 16, C: 32, H: 4, L: 2, new RandomGenerator(seed: 1));
        var adamW = new AdamW<float>(model.Parameters, learningRate: 5e-3);
        var batches = new ShuffledBatches(names.Tokenizer, names.Training, 16, batchSize: 32, 1);
        var heldOut = Batch.Of(names.Tokenizer, names.HeldOut, contextLength: 16);
        for (var step = 0; step <= 200; step++)
        {
            if (step % 100 == 0)
            {
                using var workspace = new Workspace<float>();
                Console.WriteLine($"step {step}: held-out loss {model.Loss(heldOut).Item():F2}");
            }
            using var tape = new Tape<float>();
            var loss = model.Loss(batches[step]);
            adamW.Step(tape.Gradients(loss, of: model.Parameters));
        }
        #endregion
        return model;
    }

    public static void Writing(TextWriter Console)
    {
        var names = LoadNames();
        var model = Train(names, TextWriter.Null);

        #region Writing
        var tokenizer = names.Tokenizer;
        var random = new RandomGenerator(seed: 2);
        var options = new SamplingOptions { Temperature = 0.8 };
        var written = new List<int> { tokenizer.StartToken!.Value };
        while (written.Count < 16)
        {
            using var workspace = new Workspace<float>();
            var logits = model.Forward(Indices.Of([.. written], [1, written.Count])); // (1, T, V)
            var last = logits[0, ^1]; // (V)
            var next = Sampler.Draw(Sampler.Probabilities(last.AsSpan(), options), random);
            if (next == tokenizer.EndToken)
            {
                break;
            }
            written.Add(next);
        }
        var name = tokenizer.Decode([.. written.Skip(1)]);
        #endregion
        if (name.Length == 0 || name.Any(letter => !char.IsAsciiLetterLower(letter)))
        {
            throw new InvalidOperationException($"'{name}' is no name.");
        }
    }

    public static void SameAsTheLibrary(TextWriter Console)
    {
        var batch = FourNames();

        #region SameAsTheLibrary
        var config = new GptConfig { VocabularySize = 27 }; // T = 16, C = 32, H = 4, L = 2
        var theirs = new Gpt<float>(config, new RandomGenerator(seed: 7));
        var ours = new ScratchGpt(V: 27, T: 16, C: 32, H: 4, L: 2, new RandomGenerator(seed: 8));
        ours.LoadParameters(theirs.ExportParameters()); // the same names, the same shapes
        var difference = theirs.Forward(batch.Tokens) - ours.Forward(batch.Tokens);
        Console.WriteLine($"the same logits: {difference.Abs().Max().Item() < 1e-5f}");

        using (var tape = new Tape<float>())
        {
            ours.Loss(batch);
            Console.WriteLine($"entries on the tape, from scratch: {tape.Entries.Count}");
        }
        using (var tape = new Tape<float>())
        {
            theirs.Loss(batch);
            Console.WriteLine($"entries on the tape, with fused ops: {tape.Entries.Count}");
        }
        #endregion
    }
}
