using System.Numerics;

namespace TinyAutograd.Transformer;

/// <summary>Computes the five steps of <see cref="AttentionTrick"/> and measures what each claims.</summary>
/// <param name="x">X, (T, C).</param>
/// <param name="trained">From X to the trained head's mixture.</param>
/// <param name="random">From X to the mixture of a head with random weights.</param>
/// <param name="map">The pattern of the trained head as the model computes it, (T, T).</param>
internal sealed class TrickSteps<T>(
    Variable<T> x,
    Func<Variable<T>, Mixture<T>> trained,
    Func<Variable<T>, Mixture<T>> random,
    Variable<T> map
)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // float keeps 24 bits: sums of a few dozen rounded terms of size 1 agree to about 1e-6. Probabilities are of size 1; X may be larger.
    private const double Rounding = 1e-6;

    private readonly double scale = Math.Max(1, Largest(x));

    public TrickStep Loop() =>
        Step(
            1,
            "A loop",
            "Each letter takes the plain average of itself and all letters before it. A loop adds them up, one by one.",
            PastAverage.Loop(x),
            []
        );

    public TrickStep Product()
    {
        var mixture = PastAverage.Product(x);
        return Step(
            2,
            "A product",
            "The same average is one product: a lower triangle of ones, each row divided by its sum, times X. No loop is left, and the zeros above the diagonal hide the future.",
            mixture,
            [Same("Y equals step 1", mixture, PastAverage.Loop(x))]
        );
    }

    public TrickStep Softmax()
    {
        var mixture = PastAverage.Softmax(x);
        return Step(
            3,
            "A softmax",
            "The same weights come out of a softmax: scores of 0 where a letter may look, minus infinity where it may not. Equal scores give equal weights; the mask does the hiding.",
            mixture,
            [Same("Y equals step 2", mixture, PastAverage.Product(x))]
        );
    }

    public TrickStep Random()
    {
        var mixture = random(x);
        var sums = mixture.Weights.Sum(axes: 1); // (T)
        return Step(
            4,
            "The data decide",
            "Now the scores come from the letters: each asks with a query, is found by a key, and hands over a value. The weights of this head are random, so its taste is too.",
            mixture,
            [
                new TrickCheck("Rows of W sum to 1", Largest(sums - T.One), Rounding),
                new TrickCheck("A later letter changes no earlier row", Leak(mixture), 0),
            ]
        );
    }

    public TrickStep Trained()
    {
        var mixture = trained(x);
        return Step(
            5,
            "The trained head",
            "The same formula with the weights of this model's head. Training changed nothing but the numbers in the projections.",
            mixture,
            [new TrickCheck("W equals the attention map", Largest(mixture.Weights - map), Rounding)]
        );
    }

    private static TrickStep Step(
        int number,
        string name,
        string note,
        Mixture<T> mixture,
        IReadOnlyList<TrickCheck> checks
    ) =>
        new(
            number,
            name,
            note,
            mixture.Scores is null ? null : MatrixRows.Of(mixture.Scores),
            MatrixRows.Of(mixture.Weights),
            MatrixRows.Of(mixture.Result),
            checks
        );

    private TrickCheck Same(string claim, Mixture<T> mixture, Mixture<T> before) =>
        new(claim, Largest(mixture.Result - before.Result), Rounding * scale);

    // Changes one row of X after the other, and looks for a change in the rows of Y before it.
    private double Leak(Mixture<T> mixture)
    {
        var largest = 0.0;
        var length = x.Shape[0];
        for (var place = 1; place < length; place++)
        {
            var row = Variable.OneHot<T>(Indices.Scalar(place), length).Unsqueeze(1); // (T, 1)
            var changed = random(x + row).Result; // (T, D)
            largest = Math.Max(largest, Largest((changed - mixture.Result)[..place]));
        }
        return largest;
    }

    private static double Largest(Variable<T> values) =>
        values.Length == 0 ? 0 : double.CreateChecked(values.Abs().Max().Item());
}
