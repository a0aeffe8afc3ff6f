namespace TinyAutograd;

/// <summary>In what way an op is linear, if it is: then the op itself carries a direction forward.</summary>
public enum Linearity
{
    /// <summary>It is not, or nothing is claimed.</summary>
    None,

    /// <summary>In all inputs together, as a sum or a permutation: <c>f(x + v) = f(x) + f(v)</c>.</summary>
    Joint,

    /// <summary>In each input while the others stay, as a product: <c>f(a + v, b) = f(a, b) + f(v, b)</c>.</summary>
    Each,
}
