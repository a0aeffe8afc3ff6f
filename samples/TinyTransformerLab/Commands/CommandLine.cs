using System.CommandLine;
using System.Text;

namespace TinyTransformerLab;

/// <summary>The command line: the tour, and a command for each thing it shows. What a person can mend is one line on standard error.</summary>
internal static class CommandLine
{
    public static int Run(string[] arguments)
    {
        // What cannot be drawn in 7 bits is UTF-8, in a file as in a terminal.
        if (Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        var parsed = LabCommands.Create().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"{OneLine(parsed.Errors[0].Message)} Try --help.");
            return ExitCode.Failure;
        }
        try
        {
            return parsed.Invoke(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                }
            );
        }
        catch (Exception error) when (IsExpected(error))
        {
            Console.Error.WriteLine(Line(error));
            return ExitCode.Failure;
        }
    }

    // The name of a method's parameter means nothing to a person at the command line.
    private static string Line(Exception error) =>
        OneLine(
            error is ArgumentException { ParamName: { } name }
                ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
                : error.Message
        );

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    // What a person can mend: a file, an option, a training that diverged. Anything else is a bug and keeps its stack trace.
    private static bool IsExpected(Exception error) =>
        error
            is IOException
                or InvalidDataException
                or ArgumentException
                or UnauthorizedAccessException
                or ArithmeticException;
}

/// <summary>What the program returns.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>As a shell reports a program that Ctrl+C ended.</summary>
    public const int Interrupted = 130;
}
