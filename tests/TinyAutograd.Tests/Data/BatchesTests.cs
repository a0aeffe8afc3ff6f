namespace TinyAutograd.Tests.Data;

public class BatchesTests
{
    [Theory]
    [InlineData(10, 3, false, 4)]
    [InlineData(10, 3, true, 3)]
    [InlineData(12, 4, false, 3)]
    [InlineData(12, 4, true, 3)]
    [InlineData(5, 8, false, 1)]
    [InlineData(1, 1, true, 1)]
    public void An_epoch_shows_every_example_once(int count, int size, bool dropsLast, int batches)
    {
        var all = new Batches(count, size, seed: 7, dropsLast);
        var seen = new HashSet<int>();
        for (var epoch = 0; epoch < 30; epoch++)
        {
            var shown = all.Epoch(epoch).ToArray();
            Assert.Equal(batches, shown.Length);
            Assert.Equal(batches, all.Count);
            Assert.All(shown[..^1], batch => Assert.Equal(size, batch.Length));
            var numbers = shown.SelectMany(batch => batch.ToArray()).ToArray();
            Assert.Equal(dropsLast ? count / size * size : count, numbers.Length);
            Assert.Equal(numbers.Length, numbers.Distinct().Count());
            seen.UnionWith(numbers);
        }
        Assert.Equal(Enumerable.Range(0, count), seen.Order()); // what is dropped changes
    }

    [Fact]
    public void Each_epoch_has_an_order_of_its_own_that_seed_and_epoch_decide()
    {
        var orders = Enumerable
            .Range(0, 20)
            .Select(epoch => Order(new Batches(50, 7, seed: 3), epoch))
            .ToArray();
        Assert.Equal(20, orders.Distinct().Count());
        Assert.Equal(orders[13], Order(new Batches(50, 20, seed: 3), 13)); // whatever was shown before, in whatever batches
        Assert.NotEqual(orders[0], Order(new Batches(50, 7, seed: 4), 0));

        static string Order(Batches batches, int epoch) =>
            string.Join(' ', batches.Epoch(epoch).SelectMany(batch => batch.ToArray()));
    }

    [Fact]
    public void All_six_orders_of_three_are_equally_likely()
    {
        const int Epochs = 6_000;
        var counts = Enumerable
            .Range(0, Epochs)
            .GroupBy(epoch => string.Join(' ', Batches.Order(3, seed: 1, epoch).ToArray()))
            .Select(group => group.Count())
            .ToArray();
        Assert.Equal(6, counts.Length);
        // chi-squared with 5 degrees of freedom exceeds 30.9 once in 100,000 seeds
        Assert.InRange(counts.Sum(n => Math.Pow(n - Epochs / 6, 2) / (Epochs / 6)), 0, 30.9);
    }

    [Fact]
    public void Inputs_and_targets_stay_together()
    {
        var x = Variable.Arange<float>(20).Reshape([10, 2]);
        var y = Variable.Arange<float>(10);
        var classes = Indices.Arange(10);
        var items = Enumerable.Range(0, 10).Select(i => $"item {i}").ToArray();
        var batches = new Batches(10, 4, seed: 5);
        var rows = batches.Epoch(2).ToArray();
        Assert.All(
            rows.Zip(batches.Epoch(2, x, y), batches.Epoch(2, x, classes))
                .Zip(batches.Epoch(2, items)),
            batch =>
            {
                var ((numbers, real, labelled), names) = batch;
                Assert.Equal(numbers.ToArray().Select(n => (float)n), real.Targets.ToArray());
                Assert.Equal(
                    numbers.ToArray().SelectMany(n => new[] { 2f * n, 2 * n + 1 }),
                    real.Inputs.ToArray()
                );
                Assert.Equal(real.Inputs.ToArray(), labelled.Inputs.ToArray());
                Assert.Equal(numbers.ToArray(), labelled.Targets.ToArray());
                Assert.Equal(numbers.ToArray().Select(n => $"item {n}"), names);
            }
        );
    }

    [Fact]
    public void Batches_outlive_a_tape_and_are_not_on_it()
    {
        var x = Variable.Arange<float>(20).Reshape([10, 2]);
        (Variable<float> Inputs, Variable<float> Targets)[] batches;
        using (var tape = new Tape<float>())
        {
            batches = [.. new Batches(10, 4, seed: 5).Epoch(0, x, x)];
            Assert.Empty(tape.Entries);
        }
        Assert.Equal(20, batches.Sum(batch => batch.Inputs.ToArray().Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1_000)]
    public void A_stream_is_shuffled_within_its_buffer_and_loses_nothing(int bufferSize)
    {
        var order = Take(bufferSize, epoch: 0);
        Assert.Equal(Enumerable.Range(0, 100), order.Order());
        for (var place = 0; place < order.Length; place++)
        {
            Assert.True(place >= order[place] - bufferSize + 1, $"{order[place]} is too early.");
        }
        Assert.Equal(bufferSize == 1, order.SequenceEqual(Enumerable.Range(0, 100)));
        Assert.Equal(order, Take(bufferSize, epoch: 0));
        Assert.Equal(bufferSize == 1, order.SequenceEqual(Take(bufferSize, epoch: 1)));

        static int[] Take(int bufferSize, long epoch) =>
            [
                .. Batches
                    .Stream(Enumerable.Range(0, 100), 7, bufferSize, seed: 2, epoch)
                    .SelectMany(batch => batch),
            ];
    }

    [Fact]
    public void A_stream_is_read_once_and_no_further_than_the_buffer_needs()
    {
        var read = 0;
        var batches = Batches.Stream(Items(), batchSize: 5, bufferSize: 8, seed: 1);
        Assert.Equal(0, read);
        using var walk = batches.GetEnumerator();
        Assert.True(walk.MoveNext());
        Assert.InRange(read, 12, 13);
        var rest = 0;
        while (walk.MoveNext())
        {
            rest += walk.Current.Length;
        }
        Assert.Equal((23, 18), (read, rest));
        Assert.Equal(
            [5, 5, 5, 5],
            Batches.Stream(Items(), 5, 8, seed: 1, dropsLast: true).Select(b => b.Length)
        );

        IEnumerable<int> Items()
        {
            for (var i = 0; i < 23; i++)
            {
                read++;
                yield return i;
            }
        }
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(0, 1, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(1, 0, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Batches(3, 4, seed: 1, dropsLast: true)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(3, 2, seed: 1).Epoch(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Batches.Stream([1], 1, 0, seed: 1));
        var error = Assert.Throws<ArgumentException>(() =>
            new Batches(3, 2, seed: 1).Epoch(0, Variable.Zeros<float>([3, 1]), Indices.Of(1, 2))
        );
        Assert.Contains(
            "targets (2) must have 3 examples",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => Indices.Of(1, 2).SelectRows(Indices.Of(2)));
        Assert.Throws<ArgumentException>(() => Variable.Of(1f).SelectRows(Indices.Of(0)));
    }
}
