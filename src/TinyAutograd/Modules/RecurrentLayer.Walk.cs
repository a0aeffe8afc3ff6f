namespace TinyAutograd;

/// <content>The walk along the sequences.</content>
public abstract partial class RecurrentLayer<T>
{
    /// <summary>Walks all layers and directions along the sequences.</summary>
    /// <param name="x">(B, T, I), T ≥ 1.</param>
    /// <param name="initial">(L·D, B, H) for each variable of the state; 0 unless given.</param>
    /// <param name="lengths">(B), each in [0, T]; all T unless given.</param>
    /// <returns>The hidden states of the last layer (B, T, D·H), and the last state in the form of the initial one.</returns>
    private protected (Variable<T> Outputs, Variable<T>[] Final) Walk(
        Variable<T> x,
        Variable<T>[]? initial,
        Indices? lengths
    )
    {
        ThrowIfUnfit(x, initial, lengths);
        var (batch, positions) = (x.Shape[0], x.Shape[1]);
        initial ??= Zeros(batch);
        if (lengths is not null)
        {
            // A derivative multiplies the padding by 0, which would not rid it of NaN.
            var within = Mask.WithinLengths(lengths, positions).Reshape([batch, positions, 1]);
            x = within.Where(x, Variable.Of(T.Zero));
        }
        var running = RunningAt(positions, lengths);
        var y = x.Permute(1, 0, 2); // (T, B, I)
        var finals = new Variable<T>[weights.Length][];
        for (var layer = 0; layer < LayerCount; layer++)
        {
            y = layer > 0 && dropout is not null ? dropout.Forward(y) : y;
            var directions = new Variable<T>[DirectionCount];
            for (var direction = 0; direction < DirectionCount; direction++)
            {
                var i = layer * DirectionCount + direction;
                var first = Array.ConvertAll(initial, part => part[i]); // (B, H) each
                (directions[direction], finals[i]) = Walk(
                    weights[i].FromInput(y), // (T, B, G·H), one product for all positions
                    first,
                    weights[i],
                    running,
                    isReverse: direction == 1
                );
            }
            y = DirectionCount == 1 ? directions[0] : VariableOps.Cat(directions, axis: -1); // (T, B, D·H)
        }
        var final = new Variable<T>[StateCount];
        for (var part = 0; part < final.Length; part++)
        {
            final[part] = VariableOps.Stack(Array.ConvertAll(finals, state => state[part])); // (L·D, B, H)
        }
        return (y.Permute(1, 0, 2), final);
    }

    /// <summary>Walks one layer along the sequences in one direction.</summary>
    private (Variable<T> Outputs, Variable<T>[] Final) Walk(
        Variable<T> fromInput,
        Variable<T>[] state,
        RecurrentWeights<T> weights,
        Mask?[] running,
        bool isReverse
    )
    {
        var outputs = new Variable<T>[running.Length];
        for (var step = 0; step < outputs.Length; step++)
        {
            var t = isReverse ? outputs.Length - 1 - step : step;
            var next = Step(fromInput[t], state, weights);
            if (running[t] is { } isRunning)
            {
                for (var part = 0; part < next.Length; part++)
                {
                    next[part] = isRunning.Where(next[part], state[part]);
                }
                outputs[t] = isRunning.Where(next[0], Variable.Of(T.Zero));
            }
            else
            {
                outputs[t] = next[0];
            }
            state = next;
        }
        return (VariableOps.Stack(outputs), state); // (T, B, H)
    }

    private Variable<T>[] Zeros(int batch)
    {
        var zeros = new Variable<T>[StateCount];
        Array.Fill(zeros, Variable.Zeros<T>([weights.Length, batch, HiddenSize]));
        return zeros;
    }

    // At each position which sequences have not ended, (B, 1); null where none has.
    private static Mask?[] RunningAt(int positions, Indices? lengths)
    {
        var running = new Mask?[positions];
        for (var t = 0; lengths is not null && t < positions; t++)
        {
            var mask = Array.ConvertAll(lengths.ToArray(), length => t < length);
            running[t] = mask.Contains(false) ? Mask.Own(mask, [mask.Length, 1]) : null;
        }
        return running;
    }

    private void ThrowIfUnfit(Variable<T> x, Variable<T>[]? initial, Indices? lengths)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 3 || x.Shape[1] == 0 || x.Shape[2] != InputSize)
        {
            throw new ArgumentException(
                $"{TypeName}: x {x.Shape} must be (B, T, {InputSize}) with at least one position."
            );
        }
        var shape = Shape.Of(weights.Length, x.Shape[0], HiddenSize);
        foreach (var part in initial ?? [])
        {
            if (part.Shape != shape)
            {
                throw new ArgumentException(
                    $"{TypeName}: the initial state {part.Shape} must be (L·D, B, H) = {shape}."
                );
            }
        }
        if (lengths is not null && lengths.Shape != Shape.Of(x.Shape[0]))
        {
            throw new ArgumentException(
                $"{TypeName}: lengths {lengths.Shape} do not fit x {x.Shape}; there must be one per sequence."
            );
        }
    }
}
