namespace TinyAutograd.Tests.Ops;

/// <summary>A direction in the space of all inputs.</summary>
internal sealed record Direction(string Name, NdArray[] Parts)
{
    /// <summary>One element of one input.</summary>
    public static Direction Coordinate(NdArray[] x, int input, int element)
    {
        var parts = Array.ConvertAll(x, part => NdArray.Full(part.Shape, 0));
        parts[input].Values[element] = 1;
        return new Direction($"input {input}, element {element}", parts);
    }

    /// <summary>A random direction of length about 1 among some of the inputs.</summary>
    public static Direction Random(int[] inputs, NdArray[] x, Draw d)
    {
        var count = Math.Max(1, inputs.Sum(i => x[i].Length));
        var parts = x.Select(
            (part, i) =>
                inputs.Contains(i)
                    ? d.Values(part.Shape, (-1, 1)).Map(v => v * Math.Sqrt(3.0 / count))
                    : NdArray.Full(part.Shape, 0)
        );
        return new Direction("a random direction", [.. parts]);
    }

    /// <summary>The point at distance <paramref name="t"/>.</summary>
    public NdArray[] Move(NdArray[] x, double t) =>
        [.. x.Zip(Parts, (part, v) => NdArray.Zip(part, v, (a, b) => a + t * b))];

    /// <summary>The derivative along this direction from the gradients of some of the inputs.</summary>
    public double Project(int[] inputs, NdArray[] gradients) =>
        inputs.Select((input, k) => Evaluate.Dot(gradients[k], Parts[input])).Sum();

    public override string ToString() => Name;
}
