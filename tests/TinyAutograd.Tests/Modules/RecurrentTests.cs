namespace TinyAutograd.Tests.Modules;

/// <summary>Rnn, Lstm and Gru: what they compute, alone and in batches of several lengths.</summary>
public class RecurrentTests
{
    private const double Tolerance = 1e-13; // fewer than 100 roundings of numbers of the size of 1
    private const int Inputs = 3;
    private const int Hidden = 4;

    private static readonly string[] Kinds = ["rnn", "lstm", "gru"];

    public static TheoryData<string, int, bool> Networks()
    {
        var networks = new TheoryData<string, int, bool>();
        foreach (var kind in Kinds)
        {
            networks.Add(kind, 1, false);
            networks.Add(kind, 1, true);
            networks.Add(kind, 2, true);
            networks.Add(kind, 3, false);
        }
        return networks;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Outputs_and_last_states_are_those_of_a_loop(
        string kind,
        int layers,
        bool isBidirectional
    )
    {
        var network = Recurrent.Of(kind, Inputs, Hidden, layers, isBidirectional, seed: 1);
        var x = Variable.Normal<double>([2, 5, Inputs], new RandomGenerator(2));
        var initial = network.State(batch: 2, seed: 3);
        var (outputs, final) = network.Unroll(x, initial, null);
        Assert.Equal(Shape.Of(2, 5, network.Layer.DirectionCount * Hidden), outputs.Shape);
        for (var sequence = 0; sequence < 2; sequence++)
        {
            var loop = RecurrentLoop.Run(
                kind,
                network.Layer,
                Rows(x[sequence]),
                Array.ConvertAll(initial, state => Rows(state[.., sequence]))
            );
            AssertClose(loop.Outputs, outputs[sequence]);
            for (var part = 0; part < final.Length; part++)
            {
                AssertClose(loop.Final[part], final[part][.., sequence]);
            }
        }
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn_deep")]
    [InlineData("lstm_deep")]
    [InlineData("gru_deep")]
    public void Results_and_gradients_are_those_of_PyTorch_with_its_weights(string name)
    {
        var (kind, isDeep) = (name.Split('_')[0], name.EndsWith("_deep", StringComparison.Ordinal));
        var network = Recurrent.Of(kind, 3, 4, isDeep ? 2 : 1, isDeep, seed: 1);
        string[] states = kind == "lstm" ? ["hidden", "cell"] : ["hidden"];
        var vector = new ModuleVector(name);
        vector.Check(
            network.Layer,
            ["x", .. states.Select(state => $"{state}.initial")],
            inputs =>
            {
                var (y, final) = network.Unroll(inputs[0], inputs[1..], vector.Lengths);
                var results = states
                    .Select((state, i) => ($"{state}.final", final[i]))
                    .ToDictionary();
                results["y"] = y;
                return results;
            }
        );
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_batch_of_several_lengths_is_each_sequence_alone(
        string kind,
        int layers,
        bool isBidirectional
    )
    {
        var network = Recurrent.Of(kind, Inputs, Hidden, layers, isBidirectional, seed: 4);
        int[] lengths = [2, 5, 0, 4];
        var x = Variable.Normal<double>([4, 5, Inputs], new RandomGenerator(5));
        var initial = network.State(batch: 4, seed: 6);
        var (outputs, final) = network.Unroll(x, initial, Indices.Of(lengths));
        for (var sequence = 0; sequence < 4; sequence++)
        {
            var (length, one) = (lengths[sequence], sequence..(sequence + 1));
            Assert.All(outputs[sequence, length..].ToArray(), value => Assert.Equal(0, value));
            var first = Array.ConvertAll(initial, state => state[.., one]);
            var alone =
                length == 0
                    ? (Outputs: outputs[one, ..0], Final: first) // nothing read, nothing learnt
                    : network.Unroll(x[one, ..length], first, null);
            AssertClose(Rows(alone.Outputs[0]), outputs[sequence, ..length]);
            for (var part = 0; part < final.Length; part++)
            {
                AssertClose(Rows(alone.Final[part][.., 0]), final[part][.., sequence]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_stands_in_the_padding_changes_no_bit_of_a_result_or_gradient(
        string kind,
        int layers,
        bool isBidirectional
    )
    {
        var network = Recurrent.Of(kind, Inputs, Hidden, layers, isBidirectional, seed: 7);
        var lengths = Indices.Of(3, 4, 1);
        var x = Variable.Normal<double>([3, 4, Inputs], new RandomGenerator(8));
        var padding = !Mask.WithinLengths(lengths, 4).Reshape([3, 4, 1]);
        Assert.Equal(
            Bits(padding.Where(Variable.Of(0.0), x)),
            Bits(padding.Where(Variable.Of(double.NaN), x))
        );

        long[] Bits(Variable<double> padded)
        {
            using var tape = new Tape<double>();
            var (outputs, final) = network.Unroll(padded, null, lengths);
            var loss = outputs.Square().Sum() + final[^1].Square().Sum();
            return
            [
                .. tape.Gradients(loss, of: network.Layer.Parameters)
                    .Append(tape.Gradient(loss, of: padded))
                    .Append(outputs)
                    .SelectMany(gradient => gradient.ToArray())
                    .Select(BitConverter.DoubleToInt64Bits),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_are_those_of_differences(string kind, int layers, bool isBidirectional)
    {
        var network = Recurrent.Of(kind, 2, 2, layers, isBidirectional, seed: 9);
        var x = Variable.Normal<double>([2, 3, 2], new RandomGenerator(10));
        var initial = network.State(batch: 2, seed: 11);
        var lengths = Indices.Of(3, 2);
        var options = new GradientCheckOptions { ElementLimit = 8, Directions = 1 };
        GradientCheck
            .Of(() => Results(x, initial), network.Layer, options with { MaxOrder = 1 })
            .ThrowIfFailed();
        GradientCheck
            .Of(at => Results(at[0], [.. at.Skip(1)]), [x, .. initial], options)
            .ThrowIfFailed();

        Variable<double> Results(Variable<double> x, Variable<double>[] initial)
        {
            var (outputs, final) = network.Unroll(x, initial, lengths);
            return VariableOps.Cat([outputs.Flatten(), .. final.Select(part => part.Flatten())]);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_walks_on_from_the_state_that_it_returned(
        string kind,
        int layers,
        bool isBidirectional
    )
    {
        if (isBidirectional)
        {
            // The reverse direction begins at the end, which the first half does not know.
            Assert.NotEqual(First().ToArray(), Whole()[.., ..2].ToArray());
            return;
        }
        var (first, state) = Network().Unroll(X()[.., ..2], null, null);
        var (second, _) = Network().Unroll(X()[.., 2..], state, null);
        AssertClose(Rows(Whole()[0]), VariableOps.Cat([first, second], axis: 1)[0]);

        Recurrent Network() => Recurrent.Of(kind, Inputs, Hidden, layers, isBidirectional, 12);
        Variable<double> X() => Variable.Normal<double>([1, 5, Inputs], new RandomGenerator(13));
        Variable<double> Whole() => Network().Layer.Forward(X());
        Variable<double> First() => Network().Layer.Forward(X()[.., ..2]);
    }

    private static double[][] Rows(Variable<double> matrix) =>
        [.. matrix.ToArray().Chunk(Math.Max(matrix.Shape[-1], 1))];

    private static void AssertClose(double[][] want, Variable<double> got)
    {
        var rows = Rows(got);
        Assert.Equal(want.Length, rows.Length);
        for (var row = 0; row < want.Length; row++)
        {
            Assert.Equal(want[row].Length, rows[row].Length);
            Assert.All(
                want[row].Zip(rows[row]),
                pair => Assert.Equal(pair.First, pair.Second, Tolerance)
            );
        }
    }
}
