namespace TinyAutograd.Docs.Code;

/// <summary>How-to: draw from distributions and differentiate through them.</summary>
public static class DrawAndScore
{
    public static void Score(TextWriter Console)
    {
        #region Score
        var normal = new Normal<double>(Variable.Of([0.0, 1.0]), Variable.Of([1.0, 2.0]));
        var sample = normal.Sample(new RandomGenerator(seed: 1)); // a constant
        var values = Variable.Of([0.0, 1.0]);
        Console.WriteLine($"drawn: {sample.Shape}");
        Console.WriteLine($"ln p: {normal.LogProbability(values)}");
        Console.WriteLine($"entropy in nats: {normal.Entropy()}");
        #endregion
    }

    public static void Through(TextWriter Console)
    {
        #region Through
        // E[x²] for x = μ + σ·ε is μ² + σ², so the gradients are about 2μ and 2σ.
        var (mean, deviation) = (Variable.Of(3.0), Variable.Of(0.5));
        using var tape = new Tape<double>();
        var (means, deviations) = (mean.Expand([100_000]), deviation.Expand([100_000]));
        var x = new Normal<double>(means, deviations).Draw(new RandomGenerator(seed: 1));
        var gradients = tape.Gradients(x.Square().Mean(), of: [mean, deviation]);
        Console.WriteLine(
            $"dμ ≈ {gradients[mean].Item():0.0}, dσ ≈ {gradients[deviation].Item():0.0}"
        );
        #endregion
    }

    public static void Reward(TextWriter Console)
    {
        #region Reward
        // A choice cannot be differentiated through: its log-probability, times what it earned, can.
        var random = new RandomGenerator(seed: 1);
        var rewards = Variable.Of<double>([0, 1, 0.2]);
        var logits = new Parameter<double>("logits", [3]);
        var adamW = new AdamW<double>([logits], learningRate: 0.1);
        for (var step = 0; step < 100; step++)
        {
            using var tape = new Tape<double>();
            var policy = new Categorical<double>(logits.Value.Expand([64, 3]));
            var choices = policy.Sample(random); // (64)
            var earned = rewards.Gather(choices, axis: 0);
            var loss = -(policy.LogProbability(choices) * (earned - earned.Mean())).Mean();
            adamW.Step(tape.Gradients(loss, of: [logits]));
        }
        var best = new Categorical<double>(logits.Value).Probabilities.ArgMax();
        Console.WriteLine($"prefers choice {best}");
        #endregion
    }

    public static void Divergence(TextWriter Console)
    {
        #region Divergence
        // As the loss of a variational autoencoder pulls its codes to the standard normal.
        var standard = new Normal<double>(Variable.Of(0.0), Variable.Of(1.0));
        var codes = new Normal<double>(Variable.Of([0.0, 1.0]), Variable.Of([1.0, 1.0]));
        Console.WriteLine(codes.DivergenceTo(standard));
        #endregion
    }
}
