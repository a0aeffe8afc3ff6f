namespace TinyAutograd;

/// <summary>The operations on variables. Each op stands in a file of its own, with its documentation, shape rule, forward and backward.</summary>
public static partial class VariableOps;
