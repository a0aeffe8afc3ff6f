namespace TinyAutograd.Transformer.Tests.Onnx;

/// <summary>A fact that needs ONNX Runtime: skipped, with the command that installs it, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimeFactAttribute : FactAttribute
{
    public OnnxRuntimeFactAttribute() => Skip = OnnxRuntime.SkipReason();
}
