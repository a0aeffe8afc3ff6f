using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Writes a GPT as an ONNX model, which runtimes in other languages and browsers can run.</summary>
/// <remarks>The graph has one input, <c>tokens</c>: 64-bit integers (batch, positions), each from 0 to V − 1; and one output, <c>logits</c>:
/// (batch, positions, V), 32-bit floats for a model of <see cref="float"/>, 64-bit for one of <see cref="double"/>. Both sizes are free at run
/// time, positions up to the context length. Intermediates have the names of <see cref="TraceName"/>. Runtimes take negative tokens for
/// tokens from the end (ONNX, Gather), where <see cref="Gpt{T}.Forward(Indices)"/> refuses them.
/// <para>Operators of version 20, format of version 9. Source: onnx.ai, "Open Neural Network Exchange Intermediate Representation".</para></remarks>
public static class OnnxFile
{
    /// <summary>What a file that holds the weights of another has behind the name of that other file.</summary>
    public const string WeightsEnding = ".data";

    /// <summary>The largest message of Protocol Buffers in bytes.</summary>
    private const long LongestMessage = int.MaxValue;

    /// <summary>Writes a file, whole or not at all: it is written beside its place and then takes its name. Equal models give equal bytes.</summary>
    /// <param name="path">The file, by convention ending in <c>.onnx</c>; replaced if it exists. Its folder must exist.</param>
    /// <param name="model">The model. Its dropout and training mode play no part.</param>
    /// <remarks>A file of ONNX holds at most 2 GB. The weights of a larger model are written into a second file beside it, whose name ends in
    /// <see cref="WeightsEnding"/> and which it names: they belong together. Weights are read one at a time, never all at once.</remarks>
    /// <exception cref="ArgumentException">A weight is NaN or infinite; what was there before is unchanged.</exception>
    /// <exception cref="NotSupportedException">The model has a layer that has no ONNX form here.</exception>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; what was there before is unchanged.</exception>
    public static void Save<T>(string path, Gpt<T> model)
        where T : unmanaged, IFloatingPointIeee754<T> => Save(path, model, LongestMessage);

    /// <summary>With another limit than 2 GB.</summary>
    internal static void Save<T>(string path, Gpt<T> model, long longestMessage)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(model);
        foreach (var parameter in model.Parameters)
        {
            GptFile.ThrowIfNotFinite(parameter.Name, parameter.Value);
        }
        var graph = GptGraph<T>.Of(model);
        var whole = graph.Model(weightsFile: null);
        if (whole.Length <= longestMessage)
        {
            WholeFiles.Write((path, whole.Write));
            return;
        }
        var weightsPath = path + WeightsEnding;
        WholeFiles.Write(
            (weightsPath, stream => WriteWeights(graph, stream)),
            (path, graph.Model(Path.GetFileName(weightsPath)).Write)
        );
    }

    private static void WriteWeights(OnnxGraph graph, Stream stream)
    {
        foreach (var weight in graph.Weights)
        {
            weight.WriteNumbers(stream);
        }
    }
}
