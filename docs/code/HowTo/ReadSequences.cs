namespace TinyAutograd.Docs.Code;

/// <summary>How-to: read sequences with recurrent modules.</summary>
public static class ReadSequences
{
    public static void Shapes(TextWriter Console)
    {
        #region Shapes
        var lstm = new Lstm<float>(
            inputSize: 3,
            hiddenSize: 5,
            new RandomGenerator(seed: 1),
            layerCount: 2,
            isBidirectional: true
        );
        var x = Variable.Normal<float>([4, 7, 3], new RandomGenerator(seed: 2)); // (B, T, I)
        var (outputs, final) = lstm.Unroll(x, lengths: Indices.Of(7, 2, 0, 5));
        Console.WriteLine(
            $"outputs {outputs.Shape}, hidden {final.Hidden.Shape}, cell {final.Cell.Shape}"
        );
        Console.WriteLine($"behind the end of sequence 1: {outputs[1, 2..].Abs().Sum()}");
        #endregion
    }

    public static void Continued(TextWriter Console)
    {
        #region Continued
        var lstm = new Lstm<float>(2, 4, new RandomGenerator(seed: 1));
        var x = Variable.Normal<float>([1, 6, 2], new RandomGenerator(seed: 2));
        var (_, early) = lstm.Unroll(x[.., ..4]);
        var (late, _) = lstm.Unroll(x[.., 4..], initial: early);
        var difference = (late - lstm.Forward(x)[.., 4..]).Abs().Max();
        Console.WriteLine($"in two parts as in one: {difference.Item() < 1e-6f}");
        #endregion
    }

    public static void Learns(TextWriter Console)
    {
        #region Learns
        // The parity of a sequence of bits: the state has to remember one bit over the whole sequence.
        var random = new RandomGenerator(seed: 7);
        var gru = new Gru<float>(inputSize: 1, hiddenSize: 8, random.Fork(0));
        var head = new Linear<float>(8, 1, random.Fork(1));
        Parameter<float>[] parameters = [.. gru.Parameters, .. head.Parameters];
        var adamW = new AdamW<float>(parameters, learningRate: 0.02f);
        var bits = Variable.Uniform<float>([64, 6, 1], random.Fork(2)).Round(); // (B, T, 1)
        var parity = bits.Sum(axes: 1); // (B, 1), so far the number of ones
        parity -= 2 * (parity / 2).Floor();
        for (var step = 0; step < 400; step++)
        {
            using var tape = new Tape<float>();
            var logits = head.Forward(gru.Forward(bits)[.., ^1]); // of the last position
            var loss = logits.BinaryCrossEntropyWithLogits(parity);
            adamW.Step(tape.Gradients(loss, of: parameters));
        }
        var guesses = head.Forward(gru.Forward(bits)[.., ^1]).Sigmoid().Round();
        Console.WriteLine($"right: {(guesses - parity).Abs().Sum().Item() == 0}");
        #endregion
    }
}
