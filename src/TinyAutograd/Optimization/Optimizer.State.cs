namespace TinyAutograd;

/// <content>Reading and restoring the state.</content>
public abstract partial class Optimizer<T>
{
    /// <summary>Copies what the optimizer remembers between steps.</summary>
    /// <returns>A snapshot that later steps do not change.</returns>
    /// <exception cref="ArgumentException">Two parameters have the same name: state is kept by name.</exception>
    public OptimizerState<T> SaveState() =>
        new(
            Name,
            LearningRate,
            [
                .. Parameters.Select(parameter =>
                {
                    var slot = slots[parameter];
                    return new ParameterState<T>(
                        parameter.Name,
                        slot.StepCount,
                        stateNames
                            .Zip(slot.Arrays)
                            .ToDictionary(
                                pair => pair.First,
                                pair => Variable.Of<T>(pair.Second, parameter.Shape),
                                StringComparer.Ordinal
                            )
                    );
                }),
            ]
        );

    /// <summary>Continues from a snapshot: the following steps give the same bits as after <see cref="SaveState"/>.</summary>
    /// <param name="state">Of the same algorithm, for parameters of the same names and shapes, in any order.</param>
    /// <exception cref="ArgumentException">The state does not fit; the message lists everything that is missing, unexpected or of another
    /// shape. Nothing has changed then.</exception>
    public void Restore(OptimizerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var complaints = new List<string>();
        if (state.Optimizer != Name)
        {
            complaints.Add($"it is the state of {state.Optimizer}");
        }
        if (!double.IsFinite(state.LearningRate) || state.LearningRate < 0)
        {
            complaints.Add($"learning rate {state.LearningRate}");
        }
        var saved = state.Parameters.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var names = Parameters.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (names.Count != Parameters.Count)
        {
            complaints.Add("two parameters of this optimizer have the same name");
        }
        complaints.AddRange(
            saved.Keys.Where(name => !names.Contains(name)).Select(name => $"unexpected '{name}'")
        );
        foreach (var parameter in Parameters)
        {
            Compare(parameter, saved.GetValueOrDefault(parameter.Name), complaints);
        }
        if (complaints.Count > 0)
        {
            throw new ArgumentException(
                $"{Name}.Restore: the state does not fit: {string.Join("; ", complaints)}.",
                nameof(state)
            );
        }
        LearningRate = state.LearningRate;
        foreach (var parameter in Parameters)
        {
            var (slot, from) = (slots[parameter], saved[parameter.Name]);
            slot.StepCount = from.StepCount;
            for (var i = 0; i < stateNames.Length; i++)
            {
                from.Arrays[stateNames[i]].AsSpan().CopyTo(slot.Arrays[i]);
            }
        }
    }

    private void Compare(Parameter<T> parameter, ParameterState<T>? saved, List<string> complaints)
    {
        if (saved is null)
        {
            complaints.Add($"missing '{parameter.Name}'");
            return;
        }
        foreach (var name in stateNames)
        {
            if (!saved.Arrays.TryGetValue(name, out var array))
            {
                complaints.Add($"missing '{parameter.Name}'.{name}");
                continue;
            }
            array.ThrowIfEnded();
            if (array.Shape != parameter.Shape)
            {
                complaints.Add(
                    $"'{parameter.Name}'.{name} has shape {array.Shape} instead of {parameter.Shape}"
                );
            }
        }
        complaints.AddRange(
            saved
                .Arrays.Keys.Where(name => !stateNames.Contains(name))
                .Select(name => $"unexpected '{parameter.Name}'.{name}")
        );
    }
}
