using System.Globalization;
using System.Reflection;

namespace TinyAutograd.Docs.Code;

/// <summary>A piece of an article that runs: a public static method that writes to its only parameter, with a region of its name.</summary>
/// <param name="File">Name of its source file without extension, which is that of its class.</param>
/// <param name="Region">Name of the region, which is that of the method.</param>
/// <param name="Method">The method.</param>
public sealed record Snippet(string File, string Region, MethodInfo Method)
{
    /// <summary>All of them, by file and region.</summary>
    public static IReadOnlyList<Snippet> All { get; } =
    [
        .. typeof(Snippet)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method =>
                method.GetParameters() is [var only] && only.ParameterType == typeof(TextWriter)
            )
            .Select(method => new Snippet(method.DeclaringType!.Name, method.Name, method))
            .OrderBy(snippet => snippet.File, StringComparer.Ordinal)
            .ThenBy(snippet => snippet.Method.MetadataToken),
    ];

    /// <summary>Runs it.</summary>
    /// <returns>What it printed, lines ended by <c>\n</c> and without blanks at their ends.</returns>
    public string Run()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        Method.CreateDelegate<Action<TextWriter>>()(output);
        return string.Join('\n', output.ToString().Split('\n').Select(line => line.TrimEnd()))
            .Trim('\n');
    }

    public override string ToString() => $"{File}#{Region}";
}
