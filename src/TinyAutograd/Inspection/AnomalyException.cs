namespace TinyAutograd;

/// <summary>An op produced NaN or infinity while an <see cref="AnomalyDetection{T}"/> was open.</summary>
public sealed class AnomalyException : ArithmeticException
{
    /// <summary>An exception without details.</summary>
    public AnomalyException() { }

    /// <summary>An exception with a message.</summary>
    public AnomalyException(string? message)
        : base(message) { }

    /// <summary>An exception with a message and a cause.</summary>
    public AnomalyException(string? message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>Name and attributes of the op.</summary>
    public string Op { get; internal init; } = "";

    /// <summary>The shapes of the op's inputs.</summary>
    public IReadOnlyList<Shape> InputShapes { get; internal init; } = [];

    /// <summary>The number of the input whose gradient it is; null where the op's own result is meant.</summary>
    public int? GradientOfInput { get; internal init; }

    /// <summary>The method that called the op, of the first frame outside the library; null where that is not known.</summary>
    public string? Method { get; internal init; }

    /// <summary>The source file of the call; null where the program has no symbols.</summary>
    public string? FileName { get; internal init; }

    /// <summary>The line of the call; null where the program has no symbols.</summary>
    public int? LineNumber { get; internal init; }
}
