using TinyAutograd;
using TinyAutograd.Transformer;

// What it learns from: one item a line. Put your own lines here, or give a file: dotnet run -c Release -- lines.txt
var path = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "names.txt");
var data = ItemData.Load(path, seed: 1);

// The model. Wider (ChannelCount), deeper (LayerCount) and longer (ContextLength) ones learn more, and take longer.
var config = new GptConfig { VocabularySize = data.Tokenizer.VocabularySize };
var model = new Gpt<float>(config, new RandomGenerator(seed: 1));
Console.WriteLine($"{config.WeightCount:N0} weights, {data.Training.Count:N0} lines to learn from");

var trainer = new Trainer<float>(model, data, new TrainingOptions { Steps = 1_000 });
while (trainer.StepCount < trainer.Options.Steps)
{
    var step = trainer.Step();
    if (step.Step % 100 == 0)
    {
        Console.WriteLine($"step {step.Step}: loss {step.Loss:F3} nats per character");
    }
}
Console.WriteLine($"held-out loss {trainer.HeldOutLoss():F3} nats per character");

var generator = new TextGenerator<float>(model, data.Tokenizer);
var random = new RandomGenerator(seed: 2);
for (var i = 0; i < 10; i++)
{
    Console.WriteLine(generator.Generate(random, new SamplingOptions { Temperature = 0.8 }));
}
