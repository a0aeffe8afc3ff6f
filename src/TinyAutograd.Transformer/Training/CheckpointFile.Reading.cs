using System.Numerics;
using System.Numerics.Tensors;

namespace TinyAutograd.Transformer;

/// <content>Reading: a file is hostile until checked.</content>
public static partial class CheckpointFile
{
    private static Checkpoint<T> Read<T>(SafetensorsFile file, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var metadata = new MetadataReader(file.Metadata);
        var (options, progress) = CheckpointMetadata.Read(metadata);
        if (metadata.Text(ChecksumKey) != Checksum(file))
        {
            throw new ArgumentException(
                $"its contents do not give its {ChecksumKey}: it was changed or damaged. Copy it again."
            );
        }
        ThrowIfOtherType<T>(file);
        var isElsewhere =
            file.Metadata.ContainsKey(VocabularyKey) && metadata.Text(VocabularyKey) == Elsewhere;
        var (model, tokenizer) = isElsewhere
            ? (GptFile.ReadModel<T>(file), null)
            : GptFile.Read<T>(file);
        Trainer<T>.Validate(options, model.Config);
        var arrays = ReadArrays<T>(file);
        var best = ReadBest(arrays, model, progress.Evaluation.BestStep > 0);
        var state = new OptimizerState<T>(
            "AdamW",
            options.LearningRate,
            [
                .. arrays.Select(pair => new ParameterState<T>(
                    pair.Key,
                    progress.StepCount,
                    pair.Value
                )),
            ]
        );
        Trainer<T>.CreateOptimizer(model, options).Restore(state); // names and shapes are checked here
        var own = file
            .Metadata.Where(pair => pair.Key.StartsWith(UserPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[UserPrefix.Length..], pair => pair.Value);
        return new Checkpoint<T>(
            path,
            model,
            tokenizer,
            options,
            progress,
            state,
            best,
            metadata.Text(DataKey),
            own
        );
    }

    // By parameter, then by what it is of it.
    private static Dictionary<string, Dictionary<string, Variable<T>>> ReadArrays<T>(
        SafetensorsFile file
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var arrays = new Dictionary<string, Dictionary<string, Variable<T>>>();
        foreach (var tensor in file.Tensors)
        {
            if (!tensor.Name.StartsWith(GptFile.TrainingPrefix, StringComparison.Ordinal))
            {
                continue;
            }
            var parts = tensor.Name.Split('.', 3); // training, moment, parameter
            if (parts.Length < 3 || string.IsNullOrWhiteSpace(parts[2]))
            {
                throw new ArgumentException($"unexpected tensor '{tensor.Name}'.");
            }
            var values = tensor.ReadVariable<T>();
            ThrowIfImpossible(tensor.Name, parts[1], values);
            arrays.TryAdd(parts[2], []);
            arrays[parts[2]].Add(parts[1], values);
        }
        return arrays;
    }

    // Takes the best weights out of the arrays; what is left is the optimizer's.
    private static Dictionary<string, Variable<T>> ReadBest<T>(
        Dictionary<string, Dictionary<string, Variable<T>>> arrays,
        Gpt<T> model,
        bool areThere
    )
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var best = new Dictionary<string, Variable<T>>();
        foreach (var parameter in model.Parameters)
        {
            if (
                arrays.TryGetValue(parameter.Name, out var own)
                && own.Remove(Best, out var values)
                && areThere
                && values.Shape == parameter.Shape
            )
            {
                best.Add(parameter.Name, values);
            }
            else if (areThere)
            {
                throw new ArgumentException(
                    $"'{MomentName(Best, parameter.Name)}' is missing, or has another shape than {parameter.Shape}."
                );
            }
        }
        return best;
    }

    private static void ThrowIfImpossible<T>(string name, string moment, Variable<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GptFile.ThrowIfNotFinite(name, values);
        if (
            moment == "exp_avg_sq"
            && values.Length > 0
            && TensorPrimitives.Min(values.AsSpan()) < T.Zero
        )
        {
            throw new ArgumentException($"'{name}' holds a mean of squares below 0.");
        }
    }

    private static void ThrowIfOtherType<T>(SafetensorsFile file)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var type = typeof(T) == typeof(double) ? SafetensorsType.F64 : SafetensorsType.F32;
        if (file.Tensors.FirstOrDefault(tensor => tensor.Type != type) is { } other)
        {
            throw new ArgumentException(
                $"tensor '{other.Name}' holds {other.Type}, {typeof(T).Name} is {type}. Training goes on in the element type in which it began."
            );
        }
    }
}
