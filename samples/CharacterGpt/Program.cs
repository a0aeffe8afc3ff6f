using TinyAutograd;
using TinyAutograd.Transformer;

var data = ItemData.Load(Path.Combine(AppContext.BaseDirectory, "names.txt"), seed: 1);
var config = new GptConfig { VocabularySize = data.Tokenizer.VocabularySize };
var model = new Gpt<float>(config, new RandomGenerator(seed: 1));
var adamW = new AdamW<float>(model.Parameters, learningRate: 5e-3);
var batches = new ShuffledBatches(
    data.Tokenizer,
    data.Training,
    config.ContextLength,
    batchSize: 32,
    seed: 1
);
var heldOut = Batch.Of(data.Tokenizer, data.HeldOut, config.ContextLength);

Console.WriteLine(
    $"{config.WeightCount:N0} weights, {data.Training.Count:N0} names to learn, {data.HeldOut.Count} held out"
);
for (var step = 0; step <= 300; step++)
{
    if (step % 100 == 0)
    {
        Console.WriteLine(
            $"step {step}: loss of the held-out names {model.Loss(heldOut).Item():F2} nats per letter"
        );
    }
    using var tape = new Tape<float>();
    var loss = model.Loss(batches[step]);
    adamW.Step(tape.Gradients(loss, of: model.Parameters));
}

Console.WriteLine("\nNames that it made up:");
var generator = new TextGenerator<float>(model, data.Tokenizer);
var random = new RandomGenerator(seed: 2);
for (var i = 0; i < 10; i++)
{
    var name = generator.Generate(random, new SamplingOptions { Temperature = 0.8 });
    Console.WriteLine(name);
}
