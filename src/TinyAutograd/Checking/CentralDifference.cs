namespace TinyAutograd;

/// <summary>A numeric derivative and what is known about it.</summary>
/// <param name="Value">The derivative.</param>
/// <param name="Error">An estimate of its error; infinite where no two steps could be compared.</param>
/// <param name="HasKink">Whether the derivatives from the left and from the right differ at the point.</param>
/// <param name="HasJump">Whether the values of the two sides stay apart however small the step is.</param>
/// <param name="IsFlat">Whether the values stop changing below some step: next to a flat piece, or because they are too coarse.</param>
/// <param name="IsDefined">Whether the function has finite values on both sides of the point.</param>
internal readonly record struct CentralDifference(
    double Value,
    double Error,
    bool HasKink,
    bool HasJump,
    bool IsFlat,
    bool IsDefined
)
{
    // Steps shrink until the estimate is as good as rounding allows; a kink close to the point needs small ones. Not by 2: differences that
    // are coarse multiples of some rounding error would halve exactly, and agree.
    private const double Ratio = 1.7;
    private const int MaxSteps = 30;
    private const int ConfirmingSteps = 2; // two estimates may agree by accident: finer ones must not object
    private const int MaxColumns = 5;
    private const double GoodEnough = 1e-9; // relative
    private const double AtRounding = 16; // times the rounding error of the values
    private const double KinkThreshold = 1e-6; // relative to the derivative
    private const double ShrinkRatio = 0.6; // of what should shrink to 1/1.7² = 0.35 in two steps, and has not

    /// <summary>The derivative of <c>Σ weights ⊙ f(t)</c> at t = 0.</summary>
    /// <param name="at">Gives the values of f close to a t, and the exact t that rounding made of it.</param>
    /// <param name="centre">The values of f at 0.</param>
    /// <param name="weights">Weights of the values.</param>
    /// <param name="magnitude">Size of the weighted values.</param>
    /// <param name="firstStep">The largest step.</param>
    /// <param name="epsilon">Relative rounding error of the values.</param>
    /// <param name="noise">Absolute error that rounding the point causes in the sum.</param>
    /// <remarks>Central differences of ever smaller steps, extrapolated to step 0; the estimate is the one whose neighbours in the table agree best.
    /// Source: Ridders 1982, "Accurate computation of F'(x) and F'(x)F''(x)".</remarks>
    public static CentralDifference Of(
        Func<double, (double[] Values, double T)> at,
        double[] centre,
        double[] weights,
        double magnitude,
        double firstStep,
        double epsilon,
        double noise
    )
    {
        noise += epsilon * magnitude;
        var steps = new List<Step>();
        var estimates = new List<(double Value, double Error)>();
        double[] above = [];
        var best = 0;
        for (var k = 0; steps.Count < MaxSteps && k < 2 * MaxSteps; k++)
        {
            var step = Step.Take(at, centre, weights, firstStep / Math.Pow(Ratio, k), noise);
            if (!double.IsFinite(step.Slope))
            {
                if (steps.Count > 0)
                {
                    break; // so small that the point did not move
                }
                continue; // so large that it left the domain
            }
            var row = Extrapolate(step.Slope, above);
            steps.Add(step);
            estimates.Add(Estimate(row, above));
            above = row;
            best = Best(steps, estimates);
            var (value, error) = (estimates[best].Value, ErrorOf(steps, estimates, best));
            var target = Math.Max(GoodEnough * Math.Abs(value), AtRounding * steps[best].Rounding);
            if (best + ConfirmingSteps < steps.Count && error <= target)
            {
                break;
            }
        }
        if (steps.Count < 2)
        {
            return Unknown with { IsDefined = steps.Count > 0 };
        }
        var result = (estimates[best].Value, Error: ErrorOf(steps, estimates, best));
        return new(
            result.Value,
            result.Error,
            HasKink: IsKink(steps, best, result.Value, result.Error),
            HasJump: IsJump(steps),
            IsFlat: steps[best].IsFlat && steps.Exists(step => !step.IsFlat),
            IsDefined: true
        );
    }

    // The column whose neighbours agree best.
    private static (double Value, double Error) Estimate(double[] row, double[] above)
    {
        var best = (Value: row[0], Error: double.PositiveInfinity);
        for (var column = 1; column < row.Length; column++)
        {
            var error = Math.Max(
                Math.Abs(row[column] - row[column - 1]),
                Math.Abs(row[column] - above[column - 1])
            );
            if (error < best.Error)
            {
                best = (row[column], error);
            }
        }
        return best;
    }

    private static int Best(List<Step> steps, List<(double Value, double Error)> estimates)
    {
        var best = 0;
        for (var row = 1; row < steps.Count; row++)
        {
            if (ErrorOf(steps, estimates, row) <= ErrorOf(steps, estimates, best))
            {
                best = row;
            }
        }
        return best;
    }

    // At least what rounding allows, and what smaller steps show: the values they disagree by were wrong by as much in this step, too.
    private static double ErrorOf(
        List<Step> steps,
        List<(double Value, double Error)> estimates,
        int row
    )
    {
        var error = Math.Max(estimates[row].Error, steps[row].Rounding);
        for (var finer = row + 1; finer < steps.Count; finer++)
        {
            var disagreement = Math.Abs(steps[finer].Slope - steps[finer - 1].Slope);
            error = Math.Max(error, disagreement * steps[finer].H / steps[row].H);
        }
        return error;
    }

    private static CentralDifference Unknown =>
        new(double.NaN, double.PositiveInfinity, false, false, false, IsDefined: false);

    // Row k of the table, from slope k and row k − 1: errors are series in h², so column c cancels h²ᶜ.
    private static double[] Extrapolate(double slope, double[] above)
    {
        var row = new double[Math.Min(above.Length + 1, MaxColumns)];
        row[0] = slope;
        var factor = Ratio * Ratio;
        for (var column = 1; column < row.Length; column++)
        {
            row[column] = (factor * row[column - 1] - above[column - 1]) / (factor - 1);
            factor *= Ratio * Ratio;
        }
        return row;
    }

    // Where f is smooth the jump between the one-sided slopes is about h f″ and shrinks with the step; at a kink it stays.
    private static bool IsKink(List<Step> steps, int row, double value, double error)
    {
        var jump = steps[row].Jump;
        var noise = 50 * steps[row].Rounding + 20 * (double.IsFinite(error) ? error : 0);
        if (jump <= KinkThreshold * Math.Abs(value) + noise)
        {
            return false;
        }
        if (row >= 2)
        {
            return jump >= ShrinkRatio * steps[row - 2].Jump;
        }
        return row + 2 < steps.Count && steps[row + 2].Jump >= ShrinkRatio * jump;
    }

    // The difference of the two sides shrinks with the step where f is smooth, and stays at a jump.
    private static bool IsJump(List<Step> steps)
    {
        var n = steps.Count - 1;
        return n >= 4
            && steps[n].Change > 50 * steps[n].Rounding * steps[n].H
            && steps[n].Change >= ShrinkRatio * steps[n - 2].Change
            && steps[n - 2].Change >= ShrinkRatio * steps[n - 4].Change;
    }

    /// <summary>The slopes at one step: through both neighbours, and how much those of the two sides differ.</summary>
    private readonly record struct Step(double H, double Slope, double Jump, double Rounding)
    {
        public double Change => Math.Abs(Slope * H);

        public bool IsFlat => Slope == 0 && Jump == 0;

        public static Step Take(
            Func<double, (double[] Values, double T)> at,
            double[] centre,
            double[] weights,
            double h,
            double noise
        )
        {
            var (right, plus) = at(h);
            var (left, minus) = at(-h);
            if (plus <= 0 || minus >= 0)
            {
                return new(h, double.NaN, double.NaN, double.NaN);
            }
            var (difference, jump) = (0.0, 0.0);
            for (var i = 0; i < weights.Length; i++)
            {
                var (a, b, c) = (left[i], centre[i], right[i]);
                if (weights[i] == 0 || (a.Equals(b) && b.Equals(c)))
                {
                    continue; // left out, or constant and perhaps infinite
                }
                difference += weights[i] * (c - a);
                jump += Math.Abs(weights[i]) * Math.Abs((c - b) / plus - (a - b) / minus);
            }
            return new(h, difference / (plus - minus), jump, noise / h);
        }
    }
}
