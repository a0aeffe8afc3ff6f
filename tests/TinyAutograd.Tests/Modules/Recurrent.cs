namespace TinyAutograd.Tests.Modules;

/// <summary>Rnn, Lstm or Gru with a state in one form: an array of (L·D, B, H).</summary>
internal sealed record Recurrent(
    RecurrentLayer<double> Layer,
    Func<
        Variable<double>,
        Variable<double>[]?,
        Indices?,
        (Variable<double> Outputs, Variable<double>[] Final)
    > Unroll,
    int StateCount
)
{
    public static Recurrent Of(
        string kind,
        int inputs,
        int hidden,
        int layers,
        bool isBidirectional,
        long seed
    )
    {
        var random = new RandomGenerator(seed);
        switch (kind)
        {
            case "rnn":
                var rnn = new Rnn<double>(inputs, hidden, random, layers, isBidirectional);
                return new(rnn, (x, first, n) => Single(rnn.Unroll(x, first?[0], n)), 1);
            case "gru":
                var gru = new Gru<double>(inputs, hidden, random, layers, isBidirectional);
                return new(gru, (x, first, n) => Single(gru.Unroll(x, first?[0], n)), 1);
            case "lstm":
                var lstm = new Lstm<double>(inputs, hidden, random, layers, isBidirectional);
                return new(
                    lstm,
                    (x, first, n) =>
                    {
                        var state = first is null
                            ? null
                            : new LstmState<double>(first[0], first[1]);
                        var (outputs, final) = lstm.Unroll(x, state, n);
                        return (outputs, [final.Hidden, final.Cell]);
                    },
                    2
                );
            default:
                throw new ArgumentException($"There is no '{kind}'.", nameof(kind));
        }
    }

    /// <summary>A random state.</summary>
    public Variable<double>[] State(int batch, long seed)
    {
        var random = new RandomGenerator(seed);
        Shape shape = [Layer.LayerCount * Layer.DirectionCount, batch, Layer.HiddenSize];
        return
        [
            .. Enumerable
                .Range(0, StateCount)
                .Select(_ => Variable.Normal<double>(shape, random, 0, 0.5)),
        ];
    }

    private static (Variable<double>, Variable<double>[]) Single(
        (Variable<double> Outputs, Variable<double> Final) walked
    ) => (walked.Outputs, [walked.Final]);
}
