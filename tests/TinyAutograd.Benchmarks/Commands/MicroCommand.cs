using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace TinyAutograd.Benchmarks;

/// <summary><c>micro</c>: single kernels, ops and layers, by BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    /// <summary>The command.</summary>
    public static Command Create(TextWriter output)
    {
        var filter = new Option<string>("--filter")
        {
            Description = "Part of the names of the benchmarks to run; all unless told.",
            DefaultValueFactory = _ => "",
        };
        var isDry = new Option<bool>("--dry") { Description = "Run each once, to see it work." };
        return MeasuringCommand.Create(
            "micro",
            "Kernels, ops and layers, measured by BenchmarkDotNet.",
            output,
            (m, parsed) => Measure(m, parsed.GetValue(filter)!, parsed.GetValue(isDry)),
            filter,
            isDry
        );
    }

    private static int Measure(Measurement m, string filter, bool isDry)
    {
        var job = (isDry ? Job.Dry : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
        var config = ManualConfig
            .CreateEmpty()
            .AddJob(job)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "TinyAutograd.Benchmarks"))
            .AddFilter(
                new BenchmarkDotNet.Filters.SimpleFilter(benchmark =>
                    benchmark.Descriptor.WorkloadMethod.Name.Contains(
                        filter,
                        StringComparison.OrdinalIgnoreCase
                    )
                )
            );
        var reports = BenchmarkRunner
            .Run([typeof(KernelBenchmarks), typeof(OpBenchmarks)], config)
            .SelectMany(summary => summary.Reports)
            .ToArray();
        foreach (var report in reports)
        {
            Line(m, report);
        }
        return reports.Length > 0 && reports.All(report => report.Success) ? 0 : 1;
    }

    private static void Line(Measurement m, BenchmarkReport report)
    {
        var descriptor = report.BenchmarkCase.Descriptor;
        var elements =
            descriptor.Type == typeof(OpBenchmarks) ? OpBenchmarks.Length : KernelBenchmarks.Length;
        var nanoseconds = report.ResultStatistics?.Median ?? double.NaN;
        m.Report.Line(
            "micro",
            ("kernel", descriptor.WorkloadMethod.Name),
            ("threads", m.ThreadCount),
            ("elements", elements),
            ("nanoseconds", nanoseconds),
            ("nanosecondsPerElement", nanoseconds / elements),
            ("allocatedBytes", report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase))
        );
    }
}
