using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MutationRunner;

/// <summary>The wanted tests of an assembly, which can be run in this process again and again, one after the other.</summary>
internal sealed class TestSuite : IDisposable
{
    private readonly XunitTestFramework framework;
    private readonly ITestFrameworkDiscoverer discoverer;
    private readonly ITestFrameworkExecutor executor;
    private readonly Dictionary<string, ITestCase> tests = [];
    private readonly Dictionary<string, string> texts = [];

    private TestSuite(Assembly assembly)
    {
        framework = new XunitTestFramework(new Discovery());
        discoverer = framework.GetDiscoverer(new ReflectionAssemblyInfo(assembly));
        executor = framework.GetExecutor(assembly.GetName());
    }

    /// <summary>The ids of all tests, the same in every process.</summary>
    public IReadOnlyCollection<string> Ids => texts.Count > 0 ? texts.Keys : tests.Keys;

    /// <summary>Finds the tests. Their data are made meanwhile, by code of the tests.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static TestSuite Find(Assembly assembly, TestNames wanted)
    {
        var suite = new TestSuite(assembly);
        using var discovery = new Discovery();
        suite.discoverer.Find(includeSourceInformation: false, discovery, new TestOptions());
        foreach (var test in discovery.Wait().Where(test => wanted.Include(FullName(test))))
        {
            suite.tests.TryAdd(test.UniqueID, test);
        }
        return suite.tests.Count > 0
            ? suite
            : throw new InvalidOperationException($"No tests match: {wanted}.");
    }

    /// <summary>Takes tests that another process found, with the data of each, which is faster.</summary>
    public static TestSuite Restore(Assembly assembly, IEnumerable<TestCoverage> tests)
    {
        var suite = new TestSuite(assembly);
        foreach (var test in tests)
        {
            suite.texts.Add(test.Id, test.Text);
        }
        return suite;
    }

    /// <summary>Whether there is a test.</summary>
    public bool Has(string id) => tests.ContainsKey(id) || texts.ContainsKey(id);

    /// <summary>A test's name, with the arguments of its case.</summary>
    public string NameOf(string id) => TestRun.OneLine(Case(id).DisplayName);

    /// <summary>A test as a text from which another process can restore it.</summary>
    public string TextOf(string id) => discoverer.Serialize(Case(id));

    /// <summary>Runs tests until one fails.</summary>
    /// <returns>What failed, or null.</returns>
    public FailedTest? Run(IEnumerable<string> ids)
    {
        using var run = new TestRun();
        executor.RunTests(ids.Select(Case).ToArray(), run, new TestOptions());
        return run.Wait();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        executor.Dispose();
        discoverer.Dispose();
        framework.Dispose();
    }

    private ITestCase Case(string id)
    {
        if (!tests.TryGetValue(id, out var test))
        {
            test = executor.Deserialize(texts[id]);
            tests.Add(id, test);
        }
        return test;
    }

    private static string FullName(ITestCase test) =>
        $"{test.TestMethod.TestClass.Class.Name}.{test.TestMethod.Method.Name}";

    private sealed class Discovery : IMessageSink, IDisposable
    {
        private readonly List<ITestCase> found = [];
        private readonly ManualResetEventSlim done = new();

        public bool OnMessage(IMessageSinkMessage message)
        {
            switch (message)
            {
                case ITestCaseDiscoveryMessage discovered:
                    found.Add(discovered.TestCase);
                    break;
                case IDiscoveryCompleteMessage:
                    done.Set();
                    break;
            }
            return true;
        }

        public List<ITestCase> Wait()
        {
            done.Wait();
            return found;
        }

        public void Dispose() => done.Dispose();
    }
}
