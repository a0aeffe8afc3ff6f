using System.Collections;
using System.Reflection;

namespace MutationRunner;

/// <summary>The switches that Stryker compiled into an assembly: one fault is on at a time, and what a run reaches can be asked.</summary>
internal sealed class Switches
{
    private const string Control = "MutantControl";
    private const int None = -1;

    private readonly FieldInfo active;
    private readonly FieldInfo isCapturing;
    private readonly MethodInfo reset;
    private readonly MethodInfo data;

    /// <summary>Finds the switches. All are off.</summary>
    /// <exception cref="InvalidOperationException">The assembly has none.</exception>
    public Switches(Assembly assembly)
    {
        var control =
            Array.Find(assembly.GetTypes(), type => type.Name == Control)
            ?? throw new InvalidOperationException(
                $"{assembly.Location} has no {Control}: it is not the assembly with the faults."
            );
        active = Member(control.GetField("ActiveMutant"));
        isCapturing = Member(control.GetField("CaptureCoverage"));
        reset = Member(control.GetMethod("ResetCoverage"));
        data = Member(control.GetMethod("GetCoverageData"));
        TurnOff();
    }

    /// <summary>Turns one fault on.</summary>
    public void TurnOn(int fault) => active.SetValue(null, fault);

    /// <summary>Turns the fault off.</summary>
    public void TurnOff() => active.SetValue(null, None);

    /// <summary>Begins to note which switches are read. No fault is on meanwhile.</summary>
    public void StartCapture()
    {
        reset.Invoke(null, null);
        isCapturing.SetValue(null, true);
    }

    /// <summary>Ends it.</summary>
    /// <returns>The switches that were read, and those of them in a static initializer.</returns>
    public (HashSet<int> Reached, HashSet<int> InStatic) StopCapture()
    {
        isCapturing.SetValue(null, false);
        var lists = (IEnumerable[])data.Invoke(null, null)!;
        return ([.. lists[0].Cast<int>()], [.. lists[1].Cast<int>()]);
    }

    private static T Member<T>(T? member)
        where T : MemberInfo =>
        member
        ?? throw new InvalidOperationException(
            $"{Control} is not as this version of Stryker should write it."
        );
}
