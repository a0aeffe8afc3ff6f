using System.Text;
using TinyAutograd;

const int PixelCount = DrawnDigits.Size * DrawnDigits.Size; // 196
const int LatentSize = 4;
const int BatchSize = 100;

Console.OutputEncoding = Encoding.UTF8;
var random = new RandomGenerator(seed: 1);
var images = DrawnDigits.Draw(count: 4000, random).Images.Flatten(startAxis: 1); // (4000, 196)
var freshImages = DrawnDigits.Draw(count: 500, random).Images.Flatten(startAxis: 1);

// An image becomes mean and logarithm of the standard deviation of its code; a code becomes the logits of its pixels.
var encoder = new Mlp<double>([PixelCount, 128, 2 * LatentSize], VariableOps.Silu, seed: 2);
var decoder = new Mlp<double>([LatentSize, 128, PixelCount], VariableOps.Silu, seed: 3);
var prior = new Normal<double>(Variable.Of(0.0), Variable.Of(1.0));
Parameter<double>[] parameters = [.. encoder.Parameters, .. decoder.Parameters];

Console.WriteLine($"without a code: {-WithoutCode():F1} nats for an image");
var adam = new Adam<double>(parameters, learningRate: 0.003);
for (var step = 0; step <= 2000; step++)
{
    if (step % 250 == 0)
    {
        using var workspace = new Workspace<double>();
        var (likelihood, divergence) = Bound(freshImages);
        Console.WriteLine(
            $"step {step, 4}: bound {likelihood.Item() - divergence.Item():F1} nats, of which code {-divergence.Item():F1}"
        );
    }
    using var tape = new Tape<double>();
    var start = random.NextInt32(images.Shape[0] - BatchSize + 1);
    var terms = Bound(images[start..(start + BatchSize)]);
    adam.Step(tape.Gradients(terms.Divergence - terms.Likelihood, of: parameters));
}

var originals = freshImages[..5];
Console.WriteLine($"\nfresh digits:\n{DrawnDigits.Text(originals)}");
Console.WriteLine(
    $"\ndrawn again from their codes:\n{DrawnDigits.Text(Decode(Code(originals).Mean))}"
);
var codes = Variable.Normal<double>([5, LatentSize], random);
Console.WriteLine($"\nmade up, from random codes:\n{DrawnDigits.Text(Decode(codes))}");
var ends = Code(freshImages[..2]).Mean; // (2, 4)
var way = Variable.Linspace(0.0, 1.0, count: 5).Unsqueeze(1); // (5, 1)
Console.WriteLine(
    $"\nfrom the first to the second:\n{DrawnDigits.Text(Decode(ends[0] + way * (ends[1] - ends[0])))}"
);

// The distribution of the codes of images (N, 196): N·4 independent normal numbers.
Normal<double> Code(Variable<double> x)
{
    var parts = encoder.Forward(x); // (N, 8)
    return new Normal<double>(parts[.., ..LatentSize], parts[.., LatentSize..].Exp());
}

Variable<double> Decode(Variable<double> code) => decoder.Forward(code).Sigmoid();

// The evidence lower bound is likelihood − divergence: how well an image is drawn again from a code that is drawn from its distribution, and
// how far that distribution is from the prior. Means over images, in nats.
(Variable<double> Likelihood, Variable<double> Divergence) Bound(Variable<double> x)
{
    var code = Code(x);
    var logits = decoder.Forward(code.Draw(random)); // a gradient flows through the draw
    var likelihood = -logits.BinaryCrossEntropyWithLogits(x, LossReduction.Sum);
    var divergence = code.DivergenceTo(prior).Sum();
    return (likelihood / x.Shape[0], divergence / x.Shape[0]);
}

// What the best model without a code reaches: each pixel has its mean as a probability.
double WithoutCode()
{
    var mean = images.Mean(0).Clamp(1e-6, 1 - 1e-6); // (196)
    return mean.Expand(freshImages.Shape).BinaryCrossEntropy(freshImages).Item() * PixelCount;
}
