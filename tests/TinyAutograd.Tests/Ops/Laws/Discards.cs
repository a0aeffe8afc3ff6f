namespace TinyAutograd.Tests.Ops;

/// <summary>Compares derivatives, and counts the points that cannot judge because the function has a kink there.</summary>
internal sealed class Discards
{
    private const double LargestShare = 0.2;

    private int discarded;
    private int compared;

    public void Compare(string what, double analytic, CentralDifference numeric)
    {
        if (!numeric.IsUsable)
        {
            discarded++;
            return;
        }
        compared++;
        Law.Require(
            numeric.Agrees(analytic),
            () =>
                $"{what}: analytic {analytic:R}, numeric {numeric.Value:R} ± {numeric.Tolerance:G3}, "
                + $"relative error {Math.Abs(analytic - numeric.Value) / Math.Max(1e-300, Math.Abs(numeric.Value)):G3}."
        );
    }

    public void ThrowIfTooMany(OpRow row)
    {
        Law.Require(compared > 0, () => $"{row.Name}: no derivative was compared.");
        Law.Require(
            discarded <= LargestShare * (compared + discarded),
            () =>
                $"{row.Name}: {discarded} of {compared + discarded} points were discarded as kinks; at most a fifth may be."
        );
    }
}
