using System.Text;
using TinyAutograd;

Console.OutputEncoding = Encoding.UTF8;

static Variable<double> Slope(Variable<double> x) =>
    Differentiate.Gradient(x => x.Snake().Sum(), at: x);

static Variable<double> Bend(Variable<double> x) =>
    Differentiate.Gradient(x => Slope(x).Sum(), at: x);

var x = Variable.Of([-2.0, -0.5, 1.0]);
Console.WriteLine($"x       {x}");
Console.WriteLine($"snake   {x.Snake()}");
Console.WriteLine($"snake'  {Slope(x)}");
Console.WriteLine($"snake'' {Bend(x)}\n");

// The rule against differences, first and second order. Had it failed, the message would be the report.
var right = GradientCheck.Of(x => x.Snake(), at: x).ThrowIfFailed();
var largestError = right.Entries.Max(entry => entry.RelativeError);
Console.WriteLine($"{right.Function}: {right.Entries.Count} derivatives checked, all right");
Console.WriteLine($"Largest relative error {(largestError < 1e-8 ? "<" : ">")} 1e-8\n");

// The wrong rule: the report names the op and each derivative that is not what differences give.
var options = new GradientCheckOptions { MaxOrder = 1 };
Console.Write(GradientCheck.Of(x => x.ForgetfulSnake(), at: x, options));
