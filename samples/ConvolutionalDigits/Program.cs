using System.Text;
using TinyAutograd;

Console.OutputEncoding = Encoding.UTF8;
var random = new RandomGenerator(seed: 1);
var (images, digits) = DrawnDigits.Draw(count: 2000, random, noise: 0.3); // (2000, 1, 14, 14) and (2000)
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

const int BatchSize = 50;
var adam = new Adam<double>(model.Parameters, learningRate: 0.005);
var order = Enumerable.Range(0, digits.Length).ToArray();
for (var epoch = 1; epoch <= 5; epoch++)
{
    random.Shuffle(order.AsSpan());
    var sum = 0.0;
    foreach (var batch in order.Chunk(BatchSize))
    {
        using var tape = new Tape<double>();
        var logits = model.Forward(images.IndexSelect(Indices.Of(batch))); // (50, 10)
        var targets = Indices.Of(Array.ConvertAll(batch, i => digits[i]));
        var loss = logits.CrossEntropy(targets);
        adam.Step(tape.Gradients(loss, of: model.Parameters));
        sum += loss.Item();
    }
    Console.WriteLine($"epoch {epoch}: loss {sum / (digits.Length / BatchSize):F3}");
}

model.Evaluate(); // running statistics from now on: an image no longer depends on its batch
var read = model.Forward(freshImages).ArgMax(axis: 1); // (1000)
var counts = new int[10, 10];
for (var i = 0; i < read.Length; i++)
{
    counts[freshDigits[i], read[i]]++;
}
var right = Enumerable.Range(0, 10).Sum(digit => counts[digit, digit]);
Console.WriteLine($"accuracy on 1,000 fresh digits: {(double)right / read.Length:F3}\n");

Console.WriteLine("drawn    read as");
Console.WriteLine(
    $"       {string.Concat(Enumerable.Range(0, 10).Select(digit => $"{digit, 4}"))}"
);
for (var digit = 0; digit < 10; digit++)
{
    var row = Enumerable.Range(0, 10).Select(i => counts[digit, i]);
    var cells = row.Select(count => count == 0 ? "   ·" : $"{count, 4}");
    Console.WriteLine($"{digit, 5}  {string.Concat(cells)}");
}

int[] wrong = [.. Enumerable.Range(0, read.Length).Where(i => read[i] != freshDigits[i]).Take(6)];
Console.WriteLine(
    $"\nmisread: {string.Join(", ", wrong.Select(i => $"{freshDigits[i]} as {read[i]}"))}"
);
Console.WriteLine(DrawnDigits.Text(freshImages.IndexSelect(Indices.Of(wrong))));
