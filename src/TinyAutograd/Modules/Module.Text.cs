using System.Globalization;
using System.Text;

namespace TinyAutograd;

/// <content>The module as a tree of text.</content>
public abstract partial class Module<T>
{
    /// <summary>What the module is called in messages and summaries: the name of its class.</summary>
    protected string TypeName => GetType().Name.Split('`')[0];

    /// <summary>What stands behind the type in a summary, <c>p: 0.1</c>; nothing unless overridden.</summary>
    protected virtual string Attributes => "";

    /// <summary>The tree of modules with the shapes of their parameters and buffers and how many numbers they hold.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, "", "", new HashSet<object>(ReferenceEqualityComparer.Instance));
        return text.ToString();
    }

    private void Write(StringBuilder text, string indent, string name, HashSet<object> seen)
    {
        var attributes = Attributes.Length == 0 ? "" : $"({Attributes})";
        text.Append(indent).Append(name).Append(TypeName).Append(attributes);
        text.Append(
            CultureInfo.InvariantCulture,
            $" · {ParameterCount:N0} {(ParameterCount == 1 ? "parameter" : "parameters")}\n"
        );
        indent += "  ";
        foreach (var (own, parameter) in ownParameters)
        {
            var note = seen.Add(parameter) ? "" : $" · shared, see '{parameter.Name}'";
            text.Append(
                CultureInfo.InvariantCulture,
                $"{indent}{own} {parameter.Shape} · {parameter.Length:N0}{note}\n"
            );
        }
        foreach (var (own, buffer) in ownBuffers)
        {
            var note = seen.Add(buffer) ? "" : $", see '{buffer.Name}'";
            text.Append(
                CultureInfo.InvariantCulture,
                $"{indent}{own} {buffer.Shape} · buffer of {buffer.Length:N0}{note}\n"
            );
        }
        foreach (var (child, module) in children)
        {
            module.Write(text, indent, $"{child}: ", seen);
        }
    }
}
