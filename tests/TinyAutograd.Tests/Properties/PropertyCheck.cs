using System.Reflection;
using System.Runtime.ExceptionServices;
using FsCheck;
using Microsoft.FSharp.Core;

namespace TinyAutograd.Tests.Properties;

/// <summary>Runs a method as a property: FsCheck draws its arguments.</summary>
internal static class PropertyCheck
{
    public static void Run(Config config, MethodInfo method, object? target)
    {
        try
        {
            Check.Method(
                config,
                method,
                target is null ? FSharpOption<object>.None : FSharpOption<object>.Some(target)
            );
        }
        catch (TargetInvocationException wrapper)
        {
            // FsCheck calls by reflection, in several layers: what counts is the innermost report.
            ExceptionDispatchInfo.Throw(Unwrap(wrapper));
        }
    }

    public static Exception Unwrap(Exception exception) =>
        exception is TargetInvocationException { InnerException: { } inner }
            ? Unwrap(inner)
            : exception;
}
