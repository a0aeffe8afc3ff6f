using System.Globalization;
using System.Text;

namespace MutationRunner;

/// <summary>The list of faults that no test found, to be read by people.</summary>
internal static class Survivors
{
    /// <summary>Writes it: for each fault its place, the line, and the line with the fault.</summary>
    public static void Write(string path, IEnumerable<Fault> faults, IEnumerable<Verdict> verdicts)
    {
        var outcomes = verdicts.ToDictionary(verdict => verdict.Fault, verdict => verdict.Outcome);
        var text = new StringBuilder();
        foreach (
            var fault in faults
                .Where(fault => outcomes[fault.Id] is Outcome.Survived or Outcome.NotReached)
                .OrderBy(fault => fault.File, StringComparer.Ordinal)
                .ThenBy(fault => fault.Line)
                .ThenBy(fault => fault.Id)
        )
        {
            var remark = outcomes[fault.Id] == Outcome.NotReached ? " (reached by no test)" : "";
            text.Append(
                CultureInfo.InvariantCulture,
                $"{fault.File}:{fault.Line}{remark}\n  - {fault.Original}\n  + {fault.Planted}\n"
            );
        }
        WholeFile.Write(path, text.ToString());
    }
}
