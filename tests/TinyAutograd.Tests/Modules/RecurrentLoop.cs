namespace TinyAutograd.Tests.Modules;

/// <summary>Recurrent networks as loops over numbers, from the formulas: one sequence, in double.</summary>
internal static class RecurrentLoop
{
    /// <summary>Walks along one sequence.</summary>
    /// <param name="kind">rnn, lstm or gru.</param>
    /// <param name="network">Its parameters.</param>
    /// <param name="x">An input a position.</param>
    /// <param name="initial">For each variable of the state, one row per layer and direction.</param>
    public static (double[][] Outputs, double[][][] Final) Run(
        string kind,
        RecurrentLayer<double> network,
        double[][] x,
        double[][][] initial
    )
    {
        var parameters = network.NamedParameters.ToDictionary(p => p.Key, p => p.Value.Value);
        var final = Array.ConvertAll(initial, part => new double[part.Length][]);
        for (var layer = 0; layer < network.LayerCount; layer++)
        {
            var outputs = Array.ConvertAll(x, _ => new List<double>());
            for (var direction = 0; direction < network.DirectionCount; direction++)
            {
                var i = layer * network.DirectionCount + direction;
                var name = $"l{layer}{(direction == 1 ? "_reverse" : "")}";
                var (h, c) = (initial[0][i], initial[^1][i]);
                for (var step = 0; step < x.Length; step++)
                {
                    var t = direction == 0 ? step : x.Length - 1 - step;
                    var a = Affine(parameters, "ih", name, x[t]);
                    var b = Affine(parameters, "hh", name, h);
                    (h, c) = Step(kind, a, b, h, c);
                    outputs[t].AddRange(h);
                }
                final[0][i] = h;
                final[^1][i] = kind == "lstm" ? c : h;
            }
            x = Array.ConvertAll(outputs, output => output.ToArray());
        }
        return (x, final);
    }

    private static (double[] Hidden, double[] Cell) Step(
        string kind,
        double[] a,
        double[] b,
        double[] h,
        double[] c
    )
    {
        var n = h.Length;
        var (hidden, cell) = (new double[n], new double[n]);
        for (var j = 0; j < n; j++)
        {
            switch (kind)
            {
                case "rnn":
                    hidden[j] = Math.Tanh(a[j] + b[j]);
                    break;
                case "lstm":
                    var input = Sigmoid(a[j] + b[j]);
                    var forget = Sigmoid(a[n + j] + b[n + j]);
                    var candidate = Math.Tanh(a[2 * n + j] + b[2 * n + j]);
                    var output = Sigmoid(a[3 * n + j] + b[3 * n + j]);
                    cell[j] = forget * c[j] + input * candidate;
                    hidden[j] = output * Math.Tanh(cell[j]);
                    break;
                default:
                    var reset = Sigmoid(a[j] + b[j]);
                    var update = Sigmoid(a[n + j] + b[n + j]);
                    var fresh = Math.Tanh(a[2 * n + j] + reset * b[2 * n + j]);
                    hidden[j] = (1 - update) * fresh + update * h[j];
                    break;
            }
        }
        return (hidden, cell);
    }

    private static double[] Affine(
        Dictionary<string, Variable<double>> parameters,
        string kind,
        string name,
        double[] x
    )
    {
        var weight = parameters[$"weight_{kind}_{name}"].ToArray();
        var bias = parameters[$"bias_{kind}_{name}"].ToArray();
        return
        [
            .. bias.Select(
                (b, row) => b + x.Select((v, i) => v * weight[row * x.Length + i]).Sum()
            ),
        ];
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
