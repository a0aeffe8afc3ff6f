using TinyAutograd;

const int Epochs = 3;
const int BatchSize = 64;

var names = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "names.txt"));
var split = DataSplit.Random(names.Length, testShare: 0.1, seed: 1);
string[] training = [.. split.Training.ToArray().Select(i => names[i])];
string[] heldOut = [.. split.Test.ToArray().Select(i => names[i])];

var model = new LetterModel(new RandomGenerator(seed: 1));
var adamW = new AdamW<float>(model.Parameters, learningRate: 0.01);
var batches = new Batches(training.Length, BatchSize, seed: 1, dropsLast: true);
Console.WriteLine(model.Summary());
Console.WriteLine($"{training.Length:N0} names to learn, {heldOut.Length} held out");

Report("before");
for (var epoch = 0; epoch < Epochs; epoch++)
{
    foreach (var batch in batches.Epoch(epoch, training))
    {
        using var tape = new Tape<float>();
        var gradients = tape.Gradients(model.Loss(batch), of: model.Parameters);
        adamW.Step(gradients.ClipByGlobalNorm(1));
    }
    Report($"epoch {epoch + 1}");
}

Console.WriteLine("\nNames that it made up:");
var random = new RandomGenerator(seed: 2);
for (var i = 0; i < 10; i++)
{
    Console.WriteLine(model.Write(random, temperature: 0.7f));
}

void Report(string when)
{
    var heldOutLoss = new Perplexity();
    foreach (var part in heldOut.Chunk(BatchSize))
    {
        using var workspace = new Workspace<float>();
        heldOutLoss.Add(model.Loss(part).Item(), part.Sum(name => name.Length + 1));
    }
    Console.WriteLine(
        $"{when}: loss of the held-out names {heldOutLoss.MeanLoss:F2} nats per letter, perplexity {heldOutLoss.Value:F1}"
    );
}
