using System.Text;
using TinyAutograd;

var random = new RandomGenerator(seed: 1);
var (points, labels) = Spirals(pointsPerArm: 200); // (400, 2) and (400, 1)
var (freshPoints, freshLabels) = Spirals(pointsPerArm: 500);

var model = new Mlp<double>(sizes: [2, 32, 32, 1], seed: 1);
var adamW = new AdamW<double>(model.Parameters, learningRate: 0.02);
for (var step = 0; step <= 500; step++)
{
    using var tape = new Tape<double>();
    var loss = model.Forward(points).BinaryCrossEntropyWithLogits(labels);
    adamW.Step(tape.Gradients(loss, of: model.Parameters));
    if (step % 100 == 0)
    {
        Console.WriteLine(
            $"step {step, 3}: loss {loss.Item():F3}, accuracy {Accuracy(points, labels):F3}"
        );
    }
}
Console.WriteLine($"accuracy on 1,000 fresh points: {Accuracy(freshPoints, freshLabels):F3}\n");
Draw();

// Each arm makes two turns from the middle to the rim; the second is the first, turned by 180 degrees.
(Variable<double> Points, Variable<double> Labels) Spirals(int pointsPerArm)
{
    var radius = Variable.Uniform<double>([pointsPerArm], random).Sqrt(); // (n)
    var angle = radius * (4 * Math.PI);
    var arm = VariableOps.Stack([radius * angle.Cos(), radius * angle.Sin()], axis: 1); // (n, 2)
    arm += Variable.Normal<double>(arm.Shape, random, standardDeviation: 0.02);
    var ones = Variable.Ones<double>([pointsPerArm, 1]);
    return (VariableOps.Cat([arm, -arm]), VariableOps.Cat([ones, ones - 1.0]));
}

double Accuracy(Variable<double> points, Variable<double> labels)
{
    var isWrong = (model.Forward(points) > 0) ^ (labels > 0.5);
    return 1 - (double)isWrong.Count() / isWrong.Length;
}

// What the model thinks of each spot, from · (surely the second arm) to █ (surely the first). On a terminal in colour, too.
void Draw()
{
    const int Rows = 27;
    const int Columns = 2 * Rows; // a letter is about twice as high as it is wide
    var x = Variable.Linspace(-1.05, 1.05, Columns).Expand([Rows, Columns]);
    var y = Variable.Linspace(1.05, -1.05, Rows).Unsqueeze(1).Expand([Rows, Columns]);
    var shares = model.Forward(VariableOps.Stack([x, y], axis: -1)).Sigmoid().ToArray(); // (rows, columns, 1)

    Console.OutputEncoding = Encoding.UTF8;
    var isColourful =
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
    for (var i = 0; i < shares.Length; i++)
    {
        if (isColourful)
        {
            Console.ForegroundColor = shares[i] > 0.5 ? ConsoleColor.Yellow : ConsoleColor.Blue;
        }
        Console.Write("·░▒▓█"[(int)Math.Round(4 * shares[i])]);
        if (i % Columns == Columns - 1)
        {
            Console.WriteLine();
        }
    }
    if (isColourful)
    {
        Console.ResetColor();
    }
}
