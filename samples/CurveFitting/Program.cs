using TinyAutograd;

// A damped oscillation, measured 200 times with noise.
(string Name, double Truth, double Guess)[] table =
[
    ("amplitude", 2.0, 1.0),
    ("decay", 0.3, 0.1),
    ("frequency", 2.5, 2.2),
    ("phase", 0.6, 0.0),
];
var t = Variable.Linspace(0.0, 8.0, count: 200);
var noise = Variable.Normal<double>(t.Shape, new RandomGenerator(seed: 1), standardDeviation: 0.1);
var measured = Curve(t, [.. table.Select(row => Variable.Of(row.Truth))]) + noise;

Parameter<double>[] parameters =
[
    .. table.Select(row => new Parameter<double>(row.Name, Variable.Of(row.Guess))),
];
var adam = new Adam<double>(parameters, learningRate: 0.05);
for (var step = 0; step <= 500; step++)
{
    using var tape = new Tape<double>();
    var loss = Curve(t, [.. parameters.Select(p => p.Value)]).Mse(measured);
    adam.Step(tape.Gradients(loss, of: parameters));
    if (step % 100 == 0)
    {
        Console.WriteLine($"step {step, 3}: root mean square error {Math.Sqrt(loss.Item()):F4}");
    }
}

// Near the minimum half the sum of squares is a parabola, as steep as its Hessian says: the covariance of the fitted numbers is σ²·H⁻¹.
var fitted = VariableOps.Stack([.. parameters.Select(p => p.Value)]); // (4)
var hessian = Differentiate.Hessian(HalfSumOfSquares, at: fitted); // (4, 4)
var variance = 2 * HalfSumOfSquares(fitted).Item() / (t.Length - table.Length); // σ²
var errors = (hessian.Inverse().Diagonal() * variance).Sqrt();

Console.WriteLine($"\n{"", 9}   guess  fitted ± error   truth");
foreach (var ((name, truth, guess), i) in table.Select((row, i) => (row, i)))
{
    Console.WriteLine(
        $"{name, -9} {guess, 7:F3} {fitted[i].Item(), 7:F3} ± {errors[i].Item():F3} {truth, 7:F3}"
    );
}

Variable<double> HalfSumOfSquares(Variable<double> p) =>
    0.5
    * (Curve(t, [.. Enumerable.Range(0, table.Length).Select(i => p[i])]) - measured)
        .Square()
        .Sum();

static Variable<double> Curve(Variable<double> t, Variable<double>[] p) =>
    p[0] * (-p[1] * t).Exp() * (p[2] * t + p[3]).Cos();
