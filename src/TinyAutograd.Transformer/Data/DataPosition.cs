namespace TinyAutograd.Transformer;

/// <summary>Where in the endless sequence of epochs the next batch begins.</summary>
/// <param name="Epoch">Number of finished epochs, ≥ 0.</param>
/// <param name="Item">Number of items of the present epoch that have been shown, from 0 to below the number of items.</param>
public readonly record struct DataPosition(long Epoch, int Item);
