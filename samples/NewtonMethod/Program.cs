using TinyAutograd;

// A logistic regression: 1,000 examples with 200 features and noisy labels, and a little weight decay.
var random = new RandomGenerator(seed: 1);
var features = Variable.Normal<double>([1000, 200], random);
var trueWeights = Variable.Normal<double>([200, 1], random);
var noise = Variable.Normal<double>([1000, 1], random, standardDeviation: 5);
var isPositive = features.MatMul(trueWeights) + noise > 0;
var labels = isPositive.Where(Variable.Of(1.0), Variable.Of(0.0)); // (1000, 1)

Variable<double> Loss(Variable<double> weights) =>
    features.MatMul(weights).BinaryCrossEntropyWithLogits(labels) + 1e-3 * weights.Square().Sum();

// Newton's method: the step s with H·s = −gradient leads to the minimum of the parabola that touches the loss here. On this convex loss
// whole steps are fine; elsewhere one would search along s.
var w = Variable.Zeros<double>([200, 1]);
var productCount = 0;
Console.WriteLine("iteration       loss  |gradient|  products");
for (var iteration = 0; ; iteration++)
{
    var (loss, gradient) = Differentiate.ValueAndGradient(Loss, at: w);
    Console.WriteLine(
        $"{iteration, 9} {loss.Item(), 10:F6} {Norm(gradient), 11:E1} {productCount, 9}"
    );
    if (Norm(gradient) < 1e-7)
    {
        break;
    }
    w += Solve(HessianTimes, -gradient, tolerance: Math.Min(0.1, Norm(gradient)) * Norm(gradient));
}
Console.WriteLine($"The Hessian has {w.Length * w.Length:N0} numbers. It was never written down.");

// H·v is the derivative of the gradient in direction v: two backward passes, no matrix.
Variable<double> HessianTimes(Variable<double> v)
{
    productCount++;
    return Differentiate.HessianVectorProduct(Loss, at: w, vector: v);
}

// Conjugate gradients: solves A·x = b for a positive definite A that is known by its products alone.
static Variable<double> Solve(
    Func<Variable<double>, Variable<double>> product,
    Variable<double> b,
    double tolerance
)
{
    var x = Variable.Zeros<double>(b.Shape);
    var (residual, direction) = (b, b);
    while (Norm(residual) > tolerance)
    {
        var image = product(direction);
        var square = Inner(residual, residual);
        var distance = square / Inner(direction, image);
        x += distance * direction;
        residual -= distance * image;
        direction = residual + Inner(residual, residual) / square * direction;
    }
    return x;
}

static double Inner(Variable<double> a, Variable<double> b) => (a * b).Sum().Item();
static double Norm(Variable<double> x) => Math.Sqrt(Inner(x, x));
