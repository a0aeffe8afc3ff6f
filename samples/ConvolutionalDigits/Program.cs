using System.Text;
using TinyAutograd;

Console.OutputEncoding = Encoding.UTF8;
var random = new RandomGenerator(seed: 1);
var (images, digits) = DrawnDigits.Draw(count: 3000, random, noise: 0.3); // (3000, 1, 14, 14) and (3000)
var (freshImages, freshDigits) = DrawnDigits.Draw(count: 1000, random, noise: 0.3);
Console.WriteLine($"{DrawnDigits.Text(images[..6])}\n");

var model = new Sequential<double>(
    new Conv2d<double>(1, 8, kernelSize: 3, random, padding: 1, hasBias: false),
    new BatchNorm<double>(8),
    new Activation<double>(x => x.Relu(), "relu"),
    new MaxPool2d<double>(2), // (N, 8, 7, 7)
    new Conv2d<double>(8, 16, kernelSize: 3, random, padding: 1, hasBias: false),
    new BatchNorm<double>(16),
    new Activation<double>(x => x.Relu(), "relu"),
    new MaxPool2d<double>(2), // (N, 16, 3, 3)
    new Flatten<double>(),
    new Linear<double>(16 * 3 * 3, 10, random)
);
Console.WriteLine(model);

var batches = new Batches(exampleCount: 3000, batchSize: 50, seed: 2);
var adam = new Adam<double>(model.Parameters, learningRate: 0.005);
for (var epoch = 1; epoch <= 8; epoch++)
{
    var sum = 0.0;
    foreach (var (batch, targets) in batches.Epoch(epoch, images, digits))
    {
        using var tape = new Tape<double>();
        var loss = model.Forward(batch).CrossEntropy(targets);
        adam.Step(tape.Gradients(loss, of: model.Parameters));
        sum += loss.Item();
    }
    Console.WriteLine($"epoch {epoch}: loss {sum / batches.Count:F3}");
}

model.Evaluate(); // running statistics from now on: an image no longer depends on its batch
var read = model.Forward(freshImages).ArgMax(axis: 1); // (1000)
var confusions = new ConfusionMatrix(classCount: 10);
confusions.Add(read.AsSpan(), freshDigits.AsSpan());
Console.WriteLine($"\n{confusions}");

int[] wrong = [.. Enumerable.Range(0, read.Length).Where(i => read[i] != freshDigits[i]).Take(6)];
Console.WriteLine(
    $"misread: {string.Join(", ", wrong.Select(i => $"{freshDigits[i]} as {read[i]}"))}"
);
Console.WriteLine(DrawnDigits.Text(freshImages.IndexSelect(Indices.Of(wrong))));
