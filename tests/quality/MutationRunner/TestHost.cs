using System.Reflection;
using System.Runtime.Loader;

namespace MutationRunner;

/// <summary>This process as the host of the tests: their folder is the program's folder, and their assemblies come from there.</summary>
internal sealed class TestHost
{
    private const string Tests = "TinyAutograd.Tests";
    private const string Library = "TinyAutograd";

    private readonly Part part;

    /// <summary>Makes it that. Nothing of the library runs yet.</summary>
    public TestHost(Part part)
    {
        this.part = part;
        if (!File.Exists(FileOf(Tests)))
        {
            throw new InvalidOperationException($"There are no tests: {FileOf(Tests)}.");
        }
        // Tests find their data by AppContext.BaseDirectory.
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", part.Tests + Path.DirectorySeparatorChar);
        Environment.CurrentDirectory = part.Tests;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            File.Exists(FileOf(name.Name!))
                ? context.LoadFromAssemblyPath(FileOf(name.Name!))
                : null;
        Console.SetOut(TextWriter.Null);
        Switches = new Switches(Assembly.Load(Library));
    }

    /// <summary>The switches of the library.</summary>
    public Switches Switches { get; }

    /// <summary>The assembly of the tests.</summary>
    public static Assembly TestAssembly => Assembly.Load(Tests);

    private string FileOf(string assembly) => Path.Combine(part.Tests, $"{assembly}.dll");
}
