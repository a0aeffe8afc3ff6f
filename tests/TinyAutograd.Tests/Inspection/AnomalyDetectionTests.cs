using System.Runtime.CompilerServices;

namespace TinyAutograd.Tests.Inspection;

public class AnomalyDetectionTests
{
    private const double Infinity = double.PositiveInfinity;
    private static readonly Variable<double> X = Variable.Of<double>([
        [1, 2],
        [0, 3],
    ]);

    [Fact]
    public void The_first_op_that_gives_infinity_is_named_with_file_and_line()
    {
        using var anomalies = new AnomalyDetection<double>();
        var line = 0;
        var error = Assert.Throws<AnomalyException>(() =>
        {
            var y = X * 2.0;
            line = Line() + 1;
            var z = y.Log();
            return z.Sum();
        });
        Assert.Equal("log", error.Op);
        Assert.Equal([Shape.Of(2, 2)], error.InputShapes);
        Assert.Null(error.GradientOfInput);
        Assert.Equal(line, error.LineNumber);
        Assert.Equal("AnomalyDetectionTests.cs", Path.GetFileName(error.FileName));
        Assert.Contains("infinite, first at [1, 0]", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"AnomalyDetectionTests.cs:line {line}",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.IsAssignableFrom<ArithmeticException>(error);
    }

    [Fact]
    public void The_first_op_that_gives_nan_is_named_though_later_ones_pass_it_on()
    {
        using var anomalies = new AnomalyDetection<double>();
        using var tape = new Tape<double>();
        var error = Assert.Throws<AnomalyException>(() => ((X - 1.0).Sqrt() + 1.0).Exp());
        Assert.Equal("sqrt", error.Op);
        Assert.Contains("NaN, first at [1, 0]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_is_traced_to_the_forward_call()
    {
        using var anomalies = new AnomalyDetection<double>();
        using var tape = new Tape<double>();
        var line = Line() + 1;
        var root = X.Sqrt(); // fine forward; its slope at 0 is infinite
        var loss = (root * 3.0).Sum();
        var error = Assert.Throws<AnomalyException>(() => tape.Gradient(loss, X));
        Assert.Equal(("sqrt", 0, line), (error.Op, error.GradientOfInput, error.LineNumber));
        Assert.Contains("first at [1, 0] of (2, 2)", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            nameof(A_gradient_is_traced_to_the_forward_call),
            error.Method,
            StringComparison.Ordinal
        );
        // the tape is none the worse for it
        Assert.Equal([3.0, 3, 3, 3], tape.Gradient(loss, root).ToArray());
    }

    [Fact]
    public void A_gradient_that_others_record_is_watched_as_well()
    {
        using var anomalies = new AnomalyDetection<double>();
        using var outer = new Tape<double>();
        using var inner = new Tape<double>();
        var loss = X.Sqrt().Sum();
        Assert.Equal("sqrt", Assert.Throws<AnomalyException>(() => inner.Gradient(loss, X)).Op);
    }

    [Fact]
    public void The_famous_trap_of_where_is_found()
    {
        // the branch that is not taken gets the gradient 0, and 0 · ∞ is NaN
        using var anomalies = new AnomalyDetection<double>();
        using var tape = new Tape<double>();
        var x = Variable.Of([0.0, 4.0]);
        var y = (x > 1.0).Where(x.Sqrt(), x);
        var error = Assert.Throws<AnomalyException>(() => tape.Gradient(y.Sum(), x));
        Assert.Equal("sqrt", error.Op);
        Assert.Contains("is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_finite_before_is_passed_on_without_blame()
    {
        using var anomalies = new AnomalyDetection<double>();
        using var tape = new Tape<double>();
        var x = Variable.Of([double.NaN, Infinity, 1.0]);
        var y = (x * 2.0 + 1.0).Sum();
        Assert.Equal(double.NaN, y.Item());
        Assert.Equal([2.0, 2, 2], tape.Gradient(y, x).ToArray());
        _ = (Variable.Of([-Infinity]) + 1.0).Exp();
    }

    [Fact]
    public void Masks_of_infinity_pass_but_nan_made_of_them_does_not()
    {
        using var anomalies = new AnomalyDetection<double>();
        using var tape = new Tape<double>();
        var masked = X.MaskedFill(X.IsEqual(0.0), -Infinity);
        var weights = masked.Exp();
        Assert.Equal(0.0, weights.ToArray()[2]);
        Assert.Equal(0.0, tape.Gradient(weights.Sum(), X).ToArray()[2]);
        Assert.Equal(-Infinity, X.Pad([(0, 1), (0, 0)], -Infinity).ToArray()[4]);
        Assert.Equal("subtract", Assert.Throws<AnomalyException>(() => masked - masked).Op);
        Assert.Equal("multiply", Assert.Throws<AnomalyException>(() => masked * 0.0).Op);
    }

    [Fact]
    public void Single_precision_overflows_are_found()
    {
        using var anomalies = new AnomalyDetection<float>();
        var big = Variable.Of(1e38f);
        Assert.Equal("multiply", Assert.Throws<AnomalyException>(() => big * 10f).Op);
        _ = Variable.Of(1e308) * 10.0; // the other element type is not watched
    }

    [Fact]
    public void Detection_ends_with_its_scope_and_may_be_nested()
    {
        var zero = Variable.Of(0.0);
        using (new AnomalyDetection<double>())
        {
            using (new AnomalyDetection<double>()) { }
            Assert.Throws<AnomalyException>(() => 1.0 / zero);
        }
        Assert.Equal(Infinity, (1.0 / zero).Item());
    }

    [Fact]
    public void Forward_calls_from_before_are_said_to_be_unknown()
    {
        using var tape = new Tape<double>();
        var loss = X.Sqrt().Sum();
        using var anomalies = new AnomalyDetection<double>();
        var error = Assert.Throws<AnomalyException>(() => tape.Gradient(loss, X));
        Assert.Null(error.LineNumber);
        Assert.Contains(
            "before anomaly detection was open",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Each_thread_watches_itself_and_closes_its_own_detection()
    {
        var anomalies = new AnomalyDetection<double>();
        var value = 0.0;
        Exception? error = null;
        var other = new Thread(() =>
        {
            value = (1.0 / Variable.Of(0.0)).Item();
            error = Record.Exception(anomalies.Dispose);
        });
        other.Start();
        other.Join();
        Assert.Equal(Infinity, value);
        Assert.IsType<InvalidOperationException>(error);
        Assert.Throws<AnomalyException>(() => 1.0 / Variable.Of(0.0));
        anomalies.Dispose();
        anomalies.Dispose();
        Assert.Equal(Infinity, (1.0 / Variable.Of(0.0)).Item());
    }

    private static int Line([CallerLineNumber] int line = 0) => line;
}
