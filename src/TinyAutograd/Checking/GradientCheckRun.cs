using System.Numerics;

namespace TinyAutograd;

/// <summary>One check: goes through the inputs and compares.</summary>
internal sealed class GradientCheckRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly bool IsDouble = typeof(T) == typeof(double);
    private static readonly double Epsilon = IsDouble ? Math.ScaleB(1, -52) : Math.ScaleB(1, -23);
    private static readonly double FirstStep = IsDouble ? Math.ScaleB(1, -6) : Math.ScaleB(1, -3);

    // Where the numeric derivative is less certain than this (relative to itself, or to the function's values), it shows nothing.
    private static readonly double Resolution = IsDouble ? 3e-4 : 5e-2;
    private static readonly double AbsoluteResolution = IsDouble ? 1e-6 : 1e-3;
    private const double ErrorMargin = 10; // the estimate of the numeric error may be too small by this

    private readonly GradientCheckDerivatives<T> derivatives;
    private readonly GradientCheckOptions options;
    private readonly double tolerance;
    private readonly RandomGenerator random;
    private readonly List<GradientCheckEntry> entries = [];

    public GradientCheckRun(GradientCheckSubject<T> subject, GradientCheckOptions options)
    {
        this.options = options;
        tolerance = options.Tolerance ?? (IsDouble ? 1e-6 : 1e-2);
        random = new RandomGenerator(options.Seed).Fork(1);
        derivatives = new GradientCheckDerivatives<T>(subject, new RandomGenerator(options.Seed));
    }

    public GradientCheckReport Report(string name)
    {
        if (!derivatives.Values().AsSpan().SequenceEqual(derivatives.Values()))
        {
            throw new InvalidOperationException(
                "GradientCheck: the function gave two results for the same input. Let each call set up its random numbers (dropout) anew."
            );
        }
        derivatives.Draw();
        var kernel = derivatives.KernelGradients();
        var (composed, second) = derivatives.ComposedGradients(options.MaxOrder);
        for (var i = 0; i < kernel.Length; i++)
        {
            CompareInput(
                1,
                i,
                derivatives.Values,
                derivatives.ValueWeights,
                [("kernel", kernel[i]), ("composed", composed[i])]
            );
        }
        for (var i = 0; i < second.Length; i++)
        {
            CompareInput(
                2,
                i,
                derivatives.GradientValues,
                derivatives.GradientWeights,
                [("composed", second[i])]
            );
        }
        var calls = derivatives.Calls();
        return new GradientCheckReport(
            name,
            [.. calls.Select(call => call.Op.Name).Distinct()],
            calls.Length > 1 && entries.Any(IsWrong) ? Suspects(calls) : [],
            entries
        );
    }

    private void CompareInput(
        int order,
        int input,
        Func<double[]> f,
        double[] weights,
        (string Rule, double[] Gradient)[] analytic
    )
    {
        var point = derivatives.Input(input);
        var values = point.ToArray();
        var centre = f();
        var magnitude = centre.Zip(weights, (y, w) => Math.Abs(w * y)).Where(double.IsFinite).Sum();
        try
        {
            foreach (var direction in Directions(point.Shape))
            {
                var probe = new GradientCheckProbe<T>(derivatives, input, values, direction, f);
                var noise = direction.Element is null
                    ? Epsilon * probe.Size(analytic[0].Gradient)
                    : 0;
                var numeric = CentralDifference.Of(
                    probe.At,
                    centre,
                    weights,
                    magnitude,
                    probe.Scale(FirstStep),
                    Epsilon,
                    noise
                );
                double? before = null;
                foreach (var (rule, gradient) in analytic)
                {
                    var slope = direction.Along(gradient);
                    if (before is null || !slope.Equals(before.Value))
                    {
                        entries.Add(
                            new(
                                order,
                                derivatives.Describe(input),
                                direction.Element,
                                direction.Text,
                                rule,
                                slope,
                                numeric.Value,
                                numeric.Error,
                                Judge(slope, numeric, centre, magnitude)
                            )
                        );
                    }
                    before = slope;
                }
            }
        }
        finally
        {
            derivatives.Set(input, values);
        }
    }

    private GradientCheckVerdict Judge(
        double analytic,
        CentralDifference numeric,
        double[] centre,
        double magnitude
    )
    {
        // What a rule gives where a value overflowed is not its fault.
        var isBeyondRange =
            Array.Exists(centre, double.IsNaN)
            || (!double.IsFinite(analytic) && Array.Exists(centre, double.IsInfinity));
        if (!numeric.IsDefined || numeric.HasKink || isBeyondRange)
        {
            return GradientCheckVerdict.NotDifferentiable;
        }
        var margin = ErrorMargin * numeric.Error;
        var size = Math.Abs(numeric.Value);
        if (!(margin <= Math.Max(Resolution * size, AbsoluteResolution * magnitude)))
        {
            return numeric.HasJump || !double.IsFinite(analytic)
                ? GradientCheckVerdict.NotDifferentiable
                : GradientCheckVerdict.Uncertain;
        }
        size = Math.Max(size, Math.Abs(analytic));
        if (
            double.IsFinite(analytic)
            && Math.Abs(analytic - numeric.Value) <= tolerance * size + margin
        )
        {
            return GradientCheckVerdict.Right;
        }
        return numeric.IsFlat ? GradientCheckVerdict.Uncertain : GradientCheckVerdict.Wrong;
    }

    // Every element of a small input; random directions through a larger one, and a few of its elements.
    private IEnumerable<GradientCheckDirection<T>> Directions(Shape shape)
    {
        if (shape.ElementCount <= options.ElementLimit)
        {
            return Enumerable
                .Range(0, shape.ElementCount)
                .Select(element => new GradientCheckDirection<T>(shape, element));
        }
        return
        [
            .. Enumerable
                .Range(0, options.Directions)
                .Select(number => new GradientCheckDirection<T>(
                    shape,
                    random,
                    $"direction {number}"
                )),
            .. Enumerable
                .Range(0, options.Samples)
                .Select(_ => new GradientCheckDirection<T>(
                    shape,
                    random.NextInt32(shape.ElementCount)
                )),
        ];
    }

    // The ops that are wrong when checked alone: each with the first inputs it met in each shape.
    private string[] Suspects((Op<T> Op, Variable<T>[] Inputs)[] calls) =>
        [
            .. calls
                .Where(call => call.Op.IsDifferentiable)
                .Select(call =>
                    (
                        call.Op,
                        call.Inputs,
                        Text: $"{call.Op} of {string.Join(", ", call.Inputs.Select(x => x.Shape))}"
                    )
                )
                .DistinctBy(call => call.Text)
                .Where(call =>
                    new GradientCheckRun<T>(
                        new FunctionSubject<T>(x => call.Op.Apply([.. x]), call.Inputs),
                        options
                    )
                        .Report(call.Text)
                        .Count(GradientCheckVerdict.Wrong) > 0
                )
                .Select(call => call.Text),
        ];

    private static bool IsWrong(GradientCheckEntry entry) =>
        entry.Verdict == GradientCheckVerdict.Wrong;
}
