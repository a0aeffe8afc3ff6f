using System.Collections.Concurrent;
using System.Reflection;

namespace TinyAutograd.Tests.Hardening;

/// <summary>Random public ops with random arguments give a result or an exception that says what is wrong: never another one, and never
/// changed inputs.</summary>
public class OpFuzzTests
{
    private const int CaseCount = 100_000;

    private static readonly MethodInfo[] Methods =
    [
        .. typeof(VariableOps)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(Closed)
            .Where(method =>
                !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike)
            )
            .OrderBy(method => method.ToString(), StringComparer.Ordinal),
    ];

    // What documentation promises for wrong arguments and wrong order; everything else is a failure of ours.
    private static readonly Type[] Promised =
    [
        typeof(ArgumentException),
        typeof(InvalidOperationException),
        typeof(ObjectDisposedException),
        typeof(NotSupportedException),
        typeof(NotFiniteNumberException), // thrown by the function that the caller hands in
    ];

    [Fact]
    public void Random_calls_give_a_result_or_a_promised_exception()
    {
        var failures = new ConcurrentBag<string>();
        var (results, refusals) = (0, 0);
        Parallel.For(
            0,
            CaseCount,
            number =>
            {
                switch (Call((ulong)number, out var complaint))
                {
                    case Outcome.Result:
                        Interlocked.Increment(ref results);
                        break;
                    case Outcome.Refusal:
                        Interlocked.Increment(ref refusals);
                        break;
                    default:
                        failures.Add(complaint);
                        break;
                }
            }
        );
        Assert.True(
            failures.IsEmpty,
            $"{failures.Count} calls; for example\n{string.Join('\n', failures.Order(StringComparer.Ordinal).Take(40))}"
        );
        // Neither may be rare, or the calls would test little.
        Assert.InRange(results, CaseCount / 5, CaseCount);
        Assert.InRange(refusals, CaseCount / 5, CaseCount);
    }

    [Fact]
    public void Nearly_every_public_op_is_called()
    {
        // Reflection hands no span over.
        var all = typeof(VariableOps)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.Name)
            .ToHashSet();
        var called = Methods.Select(method => method.Name).ToHashSet();
        Assert.InRange(called.Count, 0.9 * all.Count, all.Count);
    }

    private enum Outcome
    {
        Result,
        Refusal,
        Failure,
    }

    /// <summary>One case: everything in it follows from its number.</summary>
    private static Outcome Call(ulong number, out string complaint)
    {
        var draw = new HostileArguments(number);
        var method = Methods[draw.Next(Methods.Length)];
        var arguments = method.GetParameters().Select(p => draw.Of(p.ParameterType)).ToArray();
        var before = Numbers(arguments);
        complaint = $"case {number}: {method.Name}({string.Join(", ", arguments.Select(Text))})";
        try
        {
            using var tape = draw.Next(2) == 0 ? new Tape<double>() : null;
            var result = method.Invoke(null, arguments);
            if (result is Variable<double> variable)
            {
                _ = variable.ToArray();
            }
        }
        catch (ObjectDisposedException)
        {
            return Outcome.Refusal; // an op that had nothing to do gave back its input, which had ended
        }
        catch (TargetInvocationException error)
        {
            var inner = error.InnerException!;
            complaint += $" threw {inner.GetType().Name}: {inner.Message}";
            return Promised.Any(type => type.IsInstanceOfType(inner)) && inner.Message.Length > 0
                ? Outcome.Refusal
                : Outcome.Failure;
        }
        var after = Numbers(arguments);
        complaint += " changed its inputs";
        return before.SequenceEqual(after) ? Outcome.Result : Outcome.Failure;
    }

    private static double[] Numbers(object?[] arguments) =>
        [
            .. arguments
                .SelectMany(argument =>
                    argument as IEnumerable<Variable<double>>
                    ?? (argument is Variable<double> variable ? [variable] : [])
                )
                .Where(variable => variable is { IsAlive: true })
                .SelectMany(variable => variable.ToArray()),
        ];

    private static MethodInfo Closed(MethodInfo method) =>
        method.IsGenericMethodDefinition ? method.MakeGenericMethod(typeof(double)) : method;

    private static string Text(object? argument) =>
        argument switch
        {
            null => "null",
            Variable<double> variable => $"{variable.Shape}",
            Indices indices => $"indices {indices.Shape}",
            Mask mask => $"mask {mask.Shape}",
            Array array => $"[{string.Join(", ", array.Cast<object?>().Select(Text))}]",
            _ => FormattableString.Invariant($"{argument}"),
        };
}
