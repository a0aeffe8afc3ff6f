namespace TinyAutograd.Transformer;

/// <summary>Ways to look into a GPT, as extension methods of the model: what it computes on the way, where its heads look, what it would
/// say early, what a letter owes to which, and what becomes worse without a head.</summary>
public static partial class GptInspection;
