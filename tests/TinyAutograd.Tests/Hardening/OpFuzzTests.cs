using System.Collections.Concurrent;

namespace TinyAutograd.Tests.Hardening;

/// <summary>Random public ops with random arguments give a result or an exception that says what is wrong: never another one, and never
/// changed inputs.</summary>
public class OpFuzzTests
{
    private const int CaseCount = 100_000;

    private static readonly PublicMember[] Members =
    [
        .. PublicMember
            .Of(typeof(VariableOps).Assembly)
            .Where(member => member.Type == typeof(VariableOps)),
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

    private enum Outcome
    {
        Result,
        Refusal,
        Failure,
    }

    /// <summary>One case: everything in it follows from its number.</summary>
    private static Outcome Call(ulong number, out string complaint)
    {
        using var draw = new HostileArguments(number);
        var member = Members[draw.Next(Members.Length)];
        var arguments = Array.ConvertAll(member.Parameters, draw.Of);
        var before = Misuse.Numbers(arguments);
        complaint =
            $"case {number}: {member.Name}({string.Join(", ", arguments.Select(Misuse.Text))})";
        try
        {
            using var tape = draw.Next(2) == 0 ? new Tape<double>() : null;
            if (member.Call(null, arguments) is Variable<double> variable)
            {
                _ = variable.ToArray();
            }
        }
        catch (Exception error)
        {
            complaint += $" threw {error.GetType().Name}: {error.Message}";
            return
                Promised.Any(type => type.IsInstanceOfType(error))
                && error.Message.Length > 0
                && Misuse.NamesAParameter(member, error)
                ? Outcome.Refusal
                : Outcome.Failure;
        }
        complaint += " changed its inputs";
        return before.SequenceEqual(Misuse.Numbers(arguments)) ? Outcome.Result : Outcome.Failure;
    }
}
