using TinyAutograd;

// f(x) = x·exp(x). On paper: f'(x) = (x + 1)·exp(x) and f''(x) = (x + 2)·exp(x).
static Variable<double> F(Variable<double> x) => x * x.Exp();

var x = Variable.Of(1.0);

// A derivative: while the tape is open every operation is written down, and reading it backwards is the chain rule.
using (var tape = new Tape<double>())
{
    var y = F(x);
    Console.WriteLine($"f'(1)  = {tape.Gradient(y, of: x)}, on paper 2e = {2 * Math.E}");
    Console.WriteLine("The tape of f:");
    Console.WriteLine(tape);
}

// A second derivative: the outer tape writes down how the inner one computes the first.
using (var outer = new Tape<double>())
{
    Variable<double> slope;
    using (var inner = new Tape<double>())
    {
        slope = inner.Gradient(F(x), of: x);
    }
    Console.WriteLine($"f''(1) = {outer.Gradient(slope, of: x)}, on paper 3e = {3 * Math.E}");
    Console.WriteLine("The tape of f and of its derivative:");
    Console.WriteLine(outer);
}

// The same without tapes: a derivative is a function, too, and has derivatives.
static Variable<double> Slope(Variable<double> x) => Differentiate.Gradient(F, at: x);
static Variable<double> Bend(Variable<double> x) => Differentiate.Gradient(Slope, at: x);

Console.WriteLine("  x         f'        f''       f'''");
foreach (var at in new[] { 0.0, 0.5, 1.0 })
{
    var point = Variable.Of(at);
    var (slope, bend) = (Slope(point).Item(), Bend(point).Item());
    var third = Differentiate.Gradient(Bend, at: point).Item();
    Console.WriteLine($"{at:F1} {slope, 10:F6} {bend, 10:F6} {third, 10:F6}");
}
