namespace TinyAutograd.Tests.Modules;

/// <summary>One file of <c>Vectors/modules</c>: a module of PyTorch with its numbers, inputs, results and gradients.</summary>
internal sealed class ModuleVector(string name)
{
    private const double Tolerance = 1e-12; // some hundred roundings of numbers below 10
    private const string Prefix = "parameter.";

    private readonly SafetensorsFile file = Safetensors.Load(
        Path.Combine(AppContext.BaseDirectory, "Vectors", "modules", $"{name}.safetensors")
    );

    public Variable<double> this[string tensor] => file[tensor].ReadVariable<double>();

    public Indices Lengths => file["lengths"].ReadIndices();

    public Mask Mask => file["mask"].ReadMask();

    /// <summary>Loads PyTorch's parameters, computes, and compares results and gradients.</summary>
    /// <param name="module">Has the parameters of the file, by name.</param>
    /// <param name="inputs">Names of the inputs.</param>
    /// <param name="compute">From the inputs the results by name.</param>
    public void Check(
        Module<double> module,
        string[] inputs,
        Func<Variable<double>[], Dictionary<string, Variable<double>>> compute
    )
    {
        module.LoadParameters(
            Named(Prefix)
                .Concat(Named("buffer."))
                .ToDictionary(pair => pair.Name, pair => pair.Value)
        );
        using var tape = new Tape<double>();
        var x = Array.ConvertAll(inputs, input => this[input]);
        var results = compute(x);
        foreach (var (result, value) in results)
        {
            AssertClose(this[result], value, result);
        }
        var loss = results
            .Select(pair => (pair.Value * this[$"{pair.Key}.upstream"]).Sum())
            .Aggregate((sum, next) => sum + next);
        var ofInputs = tape.Gradients(loss, of: x);
        for (var i = 0; i < inputs.Length; i++)
        {
            AssertClose(this[$"{inputs[i]}.gradient"], ofInputs[i], inputs[i]);
        }
        var ofParameters = tape.Gradients(loss, of: module.Parameters);
        foreach (var (parameter, value) in module.NamedParameters)
        {
            AssertClose(
                this[$"{Prefix}{parameter}.gradient"],
                ofParameters[value],
                $"gradient of {parameter}"
            );
        }
    }

    /// <summary>Compares the buffers with those of PyTorch after the pass.</summary>
    public void CheckBuffers(Module<double> module)
    {
        var final = Named("final.").ToDictionary(pair => pair.Name, pair => pair.Value);
        Assert.Equal(final.Keys.Order(), module.NamedBuffers.Select(pair => pair.Key).Order());
        foreach (var (buffer, value) in module.NamedBuffers)
        {
            AssertClose(final[buffer], value.Value, buffer);
        }
    }

    // Numbers of batches are integers.
    private IEnumerable<(string Name, Variable<double> Value)> Named(string prefix) =>
        file
            .Tensors.Where(tensor =>
                tensor.Name.StartsWith(prefix, StringComparison.Ordinal)
                && !tensor.Name.EndsWith(".gradient", StringComparison.Ordinal)
            )
            .Select(tensor =>
                (
                    tensor.Name[prefix.Length..],
                    tensor.Type == SafetensorsType.I64
                        ? Variable.Of<double>(
                            Array.ConvertAll(tensor.ReadInt64(), value => (double)value),
                            tensor.Shape
                        )
                        : tensor.ReadVariable<double>()
                )
            );

    private void AssertClose(Variable<double> want, Variable<double> got, string what)
    {
        Assert.Equal(want.Shape, got.Shape);
        for (var i = 0; i < want.Length; i++)
        {
            var (w, g) = (want.AsSpan()[i], got.AsSpan()[i]);
            Assert.True(Math.Abs(w - g) <= Tolerance, $"{name}, {what}[{i}]: {g:R} ≠ {w:R}");
        }
    }
}
