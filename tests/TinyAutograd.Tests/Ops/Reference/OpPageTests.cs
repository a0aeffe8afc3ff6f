namespace TinyAutograd.Tests.Ops;

/// <summary>The table of ops in the documentation says what the op table and the comments say.</summary>
public class OpPageTests
{
    private static readonly string[] WithTies =
    [
        .. new[]
        {
            "Abs",
            "Max",
            "Min",
            "Maximum",
            "Minimum",
            "CumMax",
            "MaxPool1d",
            "MaxPool2d",
            "Sort",
            "TopK",
        },
        .. new[] { "ScatterReduce", "AdaptiveMaxPool2d", "GlobalMaxPool2d", "Std", "Norm", "Relu" },
        .. new[] { "L1", "Hinge", "Huber", "Triplet", "CosineEmbedding", "Clamp", "Elu", "Selu" },
        .. new[] { "LeakyRelu", "HardSigmoid", "HardSwish", "Softplus", "Atan2" },
    ];

    [Fact]
    public void The_page_in_the_clone_is_the_one_that_the_table_gives()
    {
        var page = OpPage.Render();
        if (Environment.GetEnvironmentVariable("TINYAUTOGRAD_APPROVE") == "1")
        {
            File.WriteAllText(OpPage.File, page);
        }
        Assert.Equal(page, File.ReadAllText(OpPage.File));
    }

    [Fact]
    public void Every_public_op_has_rows_a_formula_and_a_gradient() =>
        Assert.All(
            OpPage.Methods(),
            op =>
            {
                var comment = OpComment.Of(op.Method);
                Assert.NotEmpty(op.Rows);
                Assert.True(comment.Formula != "", $"{op.Method.Name} has no summary.");
                Assert.True(
                    comment.Gradient != "",
                    $"The remarks of {op.Method.Name} do not say \"Gradient:\" or \"There is no derivative\"."
                );
            }
        );

    [Fact]
    public void Every_op_with_ties_or_kinks_says_what_happens_there()
    {
        var ops = OpPage.Methods().ToArray();
        Assert.All(
            ops.Where(op =>
                WithTies.Contains(op.Method.Name) || op.Rows.Any(row => row.Kinks.Count > 0)
            ),
            op =>
                Assert.True(
                    OpComment.Of(op.Method).SpecialPoints != "",
                    $"The comment of {op.Method.Name} does not say what the gradient is at its ties or kinks."
                )
        );
        Assert.Empty(WithTies.Except(ops.Select(op => op.Method.Name)));
    }
}
