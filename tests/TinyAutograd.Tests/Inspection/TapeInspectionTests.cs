namespace TinyAutograd.Tests.Inspection;

public class TapeInspectionTests
{
    [Fact]
    public void Dot_shows_ops_parameters_constants_and_shapes()
    {
        using var tape = new Tape<double>();
        var w = new Parameter<double>("w", Variable.Of([1.0, 2.0]));
        _ = (w * w * 3.0).Sum();
        Assert.Equal(
            """
            digraph tape {
              node [fontname="sans-serif"];
              v0 [shape=cylinder, label="w"];
              n0 [shape=box, label="0 multiply"];
              v1 [shape=ellipse, label="constant 3"];
              n1 [shape=box, label="1 multiply"];
              n2 [shape=box, peripheries=2, label="2 sum(axes: all) ()"];
              v0 -> n0 [label="(2)"];
              v0 -> n0 [label="(2)"];
              n0 -> n1 [label="(2)"];
              v1 -> n1 [label="()"];
              n1 -> n2 [label="(2)"];
            }

            """,
            tape.ToDot()
        );
    }

    [Fact]
    public void Mermaid_shows_the_same()
    {
        using var tape = new Tape<double>();
        var w = new Parameter<double>("w", Variable.Of([1.0, 2.0]));
        _ = (w * w * 3.0).Sum();
        Assert.Equal(
            """
            flowchart TD
              v0[("w")]
              n0["0 multiply"]
              v1(["constant 3"])
              n1["1 multiply"]
              n2[["2 sum(axes: all) ()"]]
              v0 -- "(2)" --> n0
              v0 -- "(2)" --> n0
              n0 -- "(2)" --> n1
              v1 -- "()" --> n1
              n1 -- "(2)" --> n2

            """,
            tape.ToMermaid()
        );
    }

    [Fact]
    public void What_an_outer_tape_made_comes_from_outside()
    {
        using var outer = new Tape<double>();
        var x = Variable.Of([1.0, 2.0]) * 2.0;
        using var inner = new Tape<double>();
        _ = x + x;
        Assert.Contains(
            "v0 [shape=ellipse, style=dashed, label=\"multiply\"];",
            inner.ToDot(),
            StringComparison.Ordinal
        );
        var mermaid = inner.ToMermaid();
        Assert.Contains("v0([\"multiply\"]):::outside\n", mermaid, StringComparison.Ordinal);
        Assert.EndsWith(
            "classDef outside stroke-dasharray: 4\n",
            mermaid,
            StringComparison.Ordinal
        );
        using var empty = new Tape<double>();
        Assert.Equal("flowchart TD\n", empty.ToMermaid());
    }

    [Theory]
    [InlineData(
        "a\"]; evil [label=\"",
        "a\\\"]; evil [label=\\\"",
        "a#34;#93;#59; evil #91;label=#34;"
    )]
    [InlineData("back\\slash\\", "back\\\\slash\\\\", "back#92;slash#92;")]
    [InlineData("<b>&amp;</b>", "<b>&amp;amp;</b>", "#60;b#62;#38;amp#59;#60;/b#62;")]
    [InlineData("two\nlines\t\u0007", "two\\nlines\uFFFD\uFFFD", "two\uFFFDlines\uFFFD\uFFFD")]
    [InlineData(
        "#35; `md` {x} |y| %%",
        "#35; `md` {x} |y| %%",
        "#35;35#59; #96;md#96; #123;x#125; #124;y#124; #37;#37;"
    )]
    [InlineData("größe 🙂", "größe 🙂", "größe #128578;")]
    public void Names_of_parameters_are_escaped(string name, string dot, string mermaid)
    {
        using var tape = new Tape<double>();
        _ = -new Parameter<double>(name, Variable.Of(1.0)).Value;
        Assert.Contains(
            $"v0 [shape=cylinder, label=\"{dot}\"];\n",
            tape.ToDot(),
            StringComparison.Ordinal
        );
        Assert.Contains($"  v0[(\"{mermaid}\")]\n", tape.ToMermaid(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_tape_has_no_diagram()
    {
        var tape = new Tape<double>();
        tape.Dispose();
        Assert.Throws<ObjectDisposedException>(tape.ToDot);
        Assert.Throws<ObjectDisposedException>(tape.ToMermaid);
    }
}
