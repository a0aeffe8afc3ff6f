namespace TinyTransformerLab;

/// <summary>Numbers with their names, one under the other.</summary>
internal static class Facts
{
    public static Element Of(IEnumerable<(string Name, string Value)> facts) =>
        Element.Of("dl.facts", Pairs(facts));

    /// <summary>The same without the list around it.</summary>
    public static Node[] Pairs(IEnumerable<(string Name, string Value)> facts) =>
        [
            .. facts.SelectMany(fact =>
                new Node[] { Element.Of("dt", fact.Name), Element.Of("dd", fact.Value) }
            ),
        ];
}
