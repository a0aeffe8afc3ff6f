using System.CommandLine;

namespace TinyAutograd.Benchmarks;

/// <summary>The command line: one command for each thing that is measured.</summary>
internal static class BenchmarkCommands
{
    private const int Failure = 1;

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">Where results go.</param>
    /// <returns>0, or 1 after an error.</returns>
    public static int Run(string[] arguments, TextWriter output)
    {
        var parsed = Create(output).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"{parsed.Errors[0].Message} Try --help.");
            return Failure;
        }
        var degree = WorkerPool.Degree;
        try
        {
            return parsed.Invoke(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    Output = output,
                }
            );
        }
        catch (Exception error)
            when (error
                    is ArgumentException
                        or InvalidOperationException
                        or IOException
                        or PlaywrightException
                        or TimeoutException
            )
        {
            Console.Error.WriteLine(error.Message);
            return Failure;
        }
        finally
        {
            WorkerPool.Degree = degree;
        }
    }

    private static RootCommand Create(TextWriter output) =>
        new("Measures TinyAutograd. Run it in Release, on a machine that does nothing else.")
        {
            LimitsCommand.Create(output),
            GemmCommand.Create(output),
            TapeCommand.Create(output),
            StepCommand.Create(output),
            ScalingCommand.Create(output),
            DecodeCommand.Create(output),
            GenerateCommand.Create(output),
            TokenizerCommand.Create(output),
            SoakCommand.Create(output),
            CompareCommand.Create(output),
            MicroCommand.Create(output),
            LabCommand.Create(output),
        };
}
