using System.Numerics;

namespace TinyAutograd;

/// <summary>What a node of a tape's diagram stands for.</summary>
internal enum TapeNodeKind
{
    Op,
    Result,
    Parameter,
    Constant,
    Outside,
}

/// <summary>A node: an entry, or a variable that the tape did not make.</summary>
internal readonly record struct TapeNode(string Id, TapeNodeKind Kind, string Text);

/// <summary>An edge from what made a variable to the entry that read it, with the variable's shape.</summary>
internal readonly record struct TapeEdge(string From, string To, string Text);

/// <summary>A tape as nodes and edges, in the order of its entries.</summary>
internal sealed class TapeDiagram
{
    private TapeDiagram(List<TapeNode> nodes, List<TapeEdge> edges)
    {
        Nodes = nodes;
        Edges = edges;
    }

    public IReadOnlyList<TapeNode> Nodes { get; }

    public IReadOnlyList<TapeEdge> Edges { get; }

    public static TapeDiagram Of<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tape);
        var entries = tape.Entries;
        var isRead = new bool[entries.Count];
        foreach (var entry in entries)
        {
            for (var i = 0; i < entry.Inputs.Count; i++)
            {
                if (entry.Source(i) is { } source)
                {
                    isRead[source] = true;
                }
            }
        }
        var nodes = new List<TapeNode>();
        var edges = new List<TapeEdge>();
        var leaves = new Dictionary<Variable<T>, string>(ReferenceEqualityComparer.Instance);
        foreach (var entry in entries)
        {
            var id = $"n{entry.Number}";
            for (var i = 0; i < entry.Inputs.Count; i++)
            {
                var input = entry.Inputs[i];
                var from = entry.Source(i) is { } source ? $"n{source}" : Leaf(input);
                edges.Add(new TapeEdge(from, id, input.Shape.ToString()));
            }
            nodes.Add(
                new TapeNode(
                    id,
                    isRead[entry.Number] ? TapeNodeKind.Op : TapeNodeKind.Result,
                    isRead[entry.Number]
                        ? $"{entry.Number} {entry.Op}"
                        : $"{entry.Number} {entry.Op} {entry.Output.Shape}"
                )
            );
        }
        return new TapeDiagram(nodes, edges);

        string Leaf(Variable<T> variable)
        {
            if (!leaves.TryGetValue(variable, out var id))
            {
                id = $"v{leaves.Count}";
                leaves.Add(variable, id);
                nodes.Add(new TapeNode(id, Kind(variable), Text(variable)));
            }
            return id;
        }
    }

    private static TapeNodeKind Kind<T>(Variable<T> variable)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        variable switch
        {
            { Block.Owner: Parameter<T> } => TapeNodeKind.Parameter,
            { Origin: "constant" } => TapeNodeKind.Constant,
            _ => TapeNodeKind.Outside,
        };

    private static string Text<T>(Variable<T> variable)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        variable switch
        {
            { Block.Owner: Parameter<T> parameter } => parameter.Name,
            { Length: 1, IsAlive: true } => $"{variable.Origin} {variable}".ReplaceLineEndings(" "),
            _ => variable.Origin,
        };
}
