// A small stand-in for the package FsCheck.Xunit, which not every feed has: the same namespace, attribute, property names and replay
// string. To use the genuine package add its reference and delete this folder's PropertyAttribute.cs and PropertyTestCase.cs.
// One difference is on purpose: without Replay the seed is fixed, so that every run is the same run.

using Microsoft.FSharp.Core;
using TinyAutograd.Tests.Properties;
using Xunit.Sdk;

namespace FsCheck.Xunit;

/// <summary>A test whose arguments FsCheck draws. It may return nothing, a truth value or a <see cref="Property"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("FsCheck.Xunit.PropertyDiscoverer", "TinyAutograd.Tests")]
public sealed class PropertyAttribute : FactAttribute
{
    /// <summary>How many cases must pass.</summary>
    public int MaxTest { get; set; } = 100;

    /// <summary>How many cases may be rejected in all.</summary>
    public int MaxRejected { get; set; } = 1000;

    /// <summary>Size of the first case.</summary>
    public int StartSize { get; set; } = 1;

    /// <summary>Size of the last case.</summary>
    public int EndSize { get; set; } = 100;

    /// <summary>Seed of the run as a failure prints it, <c>seed,gamma</c> or <c>seed,gamma,size</c>, with or without parentheses.</summary>
    public string? Replay { get; set; }

    /// <summary>Classes whose static members are arbitraries for the arguments.</summary>
    public Type[] Arbitrary { get; set; } = [];

    /// <summary>Accepted for compatibility: a passing property is always quiet here.</summary>
    public bool QuietOnSuccess { get; set; }

    internal Config ToConfig(string name) =>
        Config
            .Default.WithName(name)
            .WithMaxTest(MaxTest)
            .WithMaxRejected(MaxRejected)
            .WithStartSize(StartSize)
            .WithEndSize(EndSize)
            .WithArbitrary(Arbitrary)
            .WithReplay(FSharpOption<Replay>.Some(Seeds.Parse(Replay ?? Seeds.Default)))
            .WithRunner(new FailureReport());
}
