using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd;

/// <summary>Looks at every result and every gradient, and remembers where each entry was called.</summary>
internal sealed class AnomalyObserver<T>(Recorder<T> recorder) : IOpObserver<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<CallSite?> sites = []; // by entry
    private readonly CallSiteFinder finder = new();

    /// <summary>What is worst among some numbers, from harmless to worst.</summary>
    private enum Worst
    {
        Finite,
        Infinity,
        NaN,
    }

    /// <summary>How many detections are open.</summary>
    public int UserCount { get; set; }

    public string Name => "AnomalyDetection";

    public void Computed(Op<T> op, ReadOnlySpan<Variable<T>> inputs, Variable<T> y, long begin)
    {
        if (recorder.Holds(y))
        {
            Remember(y.Entry);
        }
        // Within a backward rule only what it gives in the end counts: Differentiated sees it.
        if (recorder.PassDepth > 0 || IsHarmless(y))
        {
            return;
        }
        var worst = WorstOf(y);
        var isMeant = worst == Worst.Infinity && (op.GivesInfinity || IsEmpty(inputs));
        if (isMeant || WorstOf(inputs) >= worst)
        {
            return;
        }
        var site = finder.Find();
        throw Anomaly(
            $"{op} gave {Text(worst)}, first at {Position(y)} of its result {y.Shape}, though {Cause(worst)} in its inputs {Shapes(inputs)}. "
                + $"Called by {site?.ToString() ?? "an unknown method"}.",
            op,
            inputs,
            input: null,
            site
        );
    }

    public void Differentiated(int entry, int input, Variable<T> dy, Variable<T> dx)
    {
        // A pass within a pass is part of the outer rule.
        if (recorder.PassDepth > 1 || IsHarmless(dx))
        {
            return;
        }
        var op = recorder.Entries[entry].Op;
        var inputs = recorder.InputsOf(entry);
        var worst = WorstOf(dx);
        if (WorstOf(inputs) >= worst || WorstOf([dy, recorder.Entries[entry].Output]) >= worst)
        {
            return;
        }
        var site = entry < sites.Count ? sites[entry] : null;
        throw Anomaly(
            $"The gradient of {op} with respect to input {input} is {Text(worst)}, first at {Position(dx)} of {dx.Shape}, though {Cause(worst)} "
                + $"in its upstream gradient and in its inputs {Shapes(inputs)}. "
                + $"The op was called {(site is null ? "where is not known: before anomaly detection was open" : $"by {site}")}.",
            op,
            inputs,
            input,
            site
        );
    }

    private void Remember(int entry)
    {
        while (sites.Count <= entry)
        {
            sites.Add(null);
        }
        sites[entry] = finder.Find();
    }

    private static bool IsHarmless(Variable<T> x) =>
        x.Length == 0 || TensorPrimitives.IsFiniteAll(x.AsSpan());

    private static bool IsEmpty(ReadOnlySpan<Variable<T>> inputs)
    {
        foreach (var input in inputs)
        {
            if (input.Length > 0)
            {
                return false;
            }
        }
        return true;
    }

    private static Worst WorstOf(params ReadOnlySpan<Variable<T>> variables)
    {
        var worst = Worst.Finite;
        foreach (var x in variables)
        {
            if (!IsHarmless(x))
            {
                var here = TensorPrimitives.IsNaNAny(x.AsSpan()) ? Worst.NaN : Worst.Infinity;
                worst = here > worst ? here : worst;
            }
        }
        return worst;
    }

    private static string Text(Worst worst) => worst == Worst.NaN ? "NaN" : "infinite";

    private static string Cause(Worst worst) =>
        worst == Worst.NaN ? "there was no NaN" : "all was finite";

    private static string Shapes(ReadOnlySpan<Variable<T>> inputs) =>
        string.Join(", ", inputs.ToArray().Select(input => input.Shape));

    private static string Position(Variable<T> x)
    {
        var values = x.AsSpan();
        var flat = 0;
        var isNaN = TensorPrimitives.IsNaNAny(values);
        while (isNaN ? !T.IsNaN(values[flat]) : T.IsFinite(values[flat]))
        {
            flat++;
        }
        var position = new int[x.Rank];
        for (var axis = x.Rank - 1; axis >= 0; axis--)
        {
            (flat, position[axis]) = Math.DivRem(flat, x.Shape[axis]);
        }
        return $"[{string.Join(", ", position)}]";
    }

    private static AnomalyException Anomaly(
        string message,
        Op<T> op,
        ReadOnlySpan<Variable<T>> inputs,
        int? input,
        CallSite? site
    ) =>
        new(message)
        {
            Op = op.ToString(),
            InputShapes = [.. inputs.ToArray().Select(x => x.Shape)],
            GradientOfInput = input,
            Method = site?.Method,
            FileName = site?.FileName,
            LineNumber = site?.LineNumber,
        };
}
