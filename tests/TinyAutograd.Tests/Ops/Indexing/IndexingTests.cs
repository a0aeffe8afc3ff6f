namespace TinyAutograd.Tests.Ops.Indexing;

public class IndexingTests
{
    private static readonly Variable<double> Weight = Variable.Arange<double>(0, 6).Reshape([3, 2]);

    [Fact]
    public void Rows_are_looked_up_and_repeated_rows_receive_sums()
    {
        using var tape = new Tape<double>();
        var weight = Weight.Detach();
        var indices = Indices.Of([
            [2, 0],
            [2, 2],
        ]);
        var y = weight.Embedding(indices);
        Assert.Equal([2, 2, 2], y.Shape);
        Assert.Equal([4, 5, 0, 1, 4, 5, 4, 5], y.ToArray());
        var dy = Variable.Arange<double>(1, 9).Reshape([2, 2, 2]);
        Assert.Equal([3, 4, 0, 0, 13, 16], tape.Gradient(y, weight, upstream: dy).ToArray());
        Assert.Equal([2], weight.Embedding(Indices.Scalar(1)).Shape);
        Assert.Equal([0, 2], weight.Embedding(Indices.Of()).Shape);
    }

    [Fact]
    public void A_bad_index_is_named_with_its_position()
    {
        var indices = Indices.Of([
            [0, 1],
            [2, 3],
        ]);
        AssertThrows(
            "Embedding: index 3 at position (1, 1) is not in [0, 3)",
            () => Weight.Embedding(indices)
        );
        AssertThrows(
            "IndexSelect: index -1 at position (1) is not in [0, 2)",
            () => Weight.IndexSelect(Indices.Of(0, -1), 1)
        );
        AssertThrows(
            "Gather: index 2 at position (1, 0) is not in [0, 2)",
            () => Weight.Gather(indices, 1)
        );
        AssertThrows(
            "ScatterAdd: index 3 at position (1, 1) is not in [0, 3)",
            () => Weight.ScatterAdd(indices, Weight.Slice(0, 0, 2), 0)
        );
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var indices = Indices.Of([
            [0, 1, 0],
        ]);
        AssertThrows("Gather: indices (1, 3) do not fit (3, 2)", () => Weight.Gather(indices, 0));
        AssertThrows(
            "Gather: indices (2) do not fit (3, 2)",
            () => Weight.Gather(Indices.Of(0, 1), 0)
        );
        AssertThrows(
            "IndexSelect: indices (1, 3) must be of rank 1",
            () => Weight.IndexSelect(indices)
        );
        AssertThrows(
            "ScatterAdd: source (3, 2) and indices (1, 3) must have one shape",
            () => Weight.ScatterAdd(indices, Weight, 1)
        );
        AssertThrows(
            "Embedding: the weight (6) must be a matrix",
            () => Weight.Flatten().Embedding(indices)
        );
        AssertThrows("Gather: axis 2 is not an axis of (3, 2)", () => Weight.Gather(indices, 2));
    }

    [Fact]
    public void Repeated_indices_accumulate_and_what_is_added_to_stays()
    {
        var x = Variable.Ones<double>([2, 2]);
        var y = x.ScatterAdd(
            Indices.Of([
                [1, 1, 1],
            ]),
            Variable.Of<double>([
                [1, 10, 100],
            ]),
            axis: 1
        );
        Assert.Equal([1, 112, 1, 1], y.ToArray());
        Assert.All(x.ToArray(), value => Assert.Equal(1, value));
    }

    private static void AssertThrows(string message, Func<object> call)
    {
        var error = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
