namespace TinyTransformerLab;

/// <summary>What is fixed while a session trains.</summary>
/// <param name="DataLabel">What it trains on, in words.</param>
/// <param name="ItemNoun">What one item is called, in the plural: <c>names</c>.</param>
/// <param name="Preset">What it trains on.</param>
/// <param name="LayerCount">L.</param>
/// <param name="HeadCount">H.</param>
/// <param name="ChannelCount">C.</param>
/// <param name="HeadSize">D = C / H.</param>
/// <param name="ContextLength">T.</param>
/// <param name="VocabularySize">V: the characters and the mark.</param>
/// <param name="Characters">The characters in the order of their tokens, from token 1; token 0 is the mark.</param>
/// <param name="WeightCount">Number of weights.</param>
/// <param name="TrainingCount">Items to train on.</param>
/// <param name="HeldOutCount">Items held out.</param>
/// <param name="Seed">The session's seed.</param>
/// <param name="Optimizer">Its name.</param>
/// <param name="Baselines">What simpler guessers reach on the held-out items, from the worst: guessing first.</param>
/// <param name="Strip">The six boxes of the architecture; their weights sum to <paramref name="WeightCount"/>.</param>
/// <param name="Gpt2">This model beside GPT-2.</param>
public sealed record LabInfo(
    string DataLabel,
    string ItemNoun,
    LabPreset Preset,
    int LayerCount,
    int HeadCount,
    int ChannelCount,
    int HeadSize,
    int ContextLength,
    int VocabularySize,
    string Characters,
    long WeightCount,
    int TrainingCount,
    int HeldOutCount,
    long Seed,
    string Optimizer,
    IReadOnlyList<Baseline> Baselines,
    IReadOnlyList<StripBox> Strip,
    ModelTable Gpt2
);

/// <summary>The held-out loss of a guesser that learns nothing but counts.</summary>
/// <param name="Name">Short: <c>guessing</c>, <c>letter counts</c>, <c>letter pairs</c>, …</param>
/// <param name="Words">What it does, in words.</param>
/// <param name="Loss">Nats per predicted character; for guessing ln V.</param>
public sealed record Baseline(string Name, string Words, double Loss);

/// <summary>One box of the architecture strip.</summary>
/// <param name="Name">For example <c>Multi-head attention</c>.</param>
/// <param name="Does">What it does, in one sentence.</param>
/// <param name="Shape">The tensor there: <c>(32, 16, 32)</c> with the present sizes for (B, T, C).</param>
/// <param name="Letters">The same in letters: <c>(B, T, C)</c>.</param>
/// <param name="Weights">Its weights, of all layers together.</param>
/// <param name="Times">How often it occurs: L for the parts of a block.</param>
/// <param name="Chapter">Number of the chapter that explains it, from 1.</param>
/// <param name="Panel">Which panel shows it: <c>train</c>, <c>attention</c>, <c>generate</c> or <c>trick</c>.</param>
public sealed record StripBox(
    string Name,
    string Does,
    string Shape,
    string Letters,
    long Weights,
    int Times,
    int Chapter,
    string Panel
);

/// <summary>A short chapter: what one box does, and what of it this model has.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Title">A few words.</param>
/// <param name="Paragraphs">The text; plain, without markup.</param>
public sealed record Chapter(int Number, string Title, IReadOnlyList<string> Paragraphs);
