using System.Diagnostics;

namespace TinyAutograd;

/// <summary>Finds the first frame outside the library on the stack of the calling thread.</summary>
internal sealed class CallSiteFinder
{
    private static readonly string Library = typeof(CallSite).Assembly.GetName().Name + ",";

    // Reading symbols takes about a millisecond, so each place is looked up once. Overloads have equal names: the caller helps to tell them apart.
    private readonly Dictionary<(Place Site, Place? Caller), CallSite> known = [];

    /// <summary>An instruction of a method.</summary>
    private readonly record struct Place(string? Type, string Method, int IL, int Native);

    /// <summary>The call; null where no frame outside the library is known.</summary>
    public CallSite? Find()
    {
        var trace = new StackTrace(fNeedFileInfo: false);
        for (var i = 0; i < trace.FrameCount; i++)
        {
            if (PlaceOf(trace.GetFrame(i), isOutside: true) is { } site)
            {
                var key = (site, PlaceOf(trace.GetFrame(i + 1), isOutside: false));
                if (!known.TryGetValue(key, out var call))
                {
                    var frame = new StackTrace(fNeedFileInfo: true).GetFrame(i);
                    var line = frame?.GetFileLineNumber() ?? 0;
                    call = new CallSite(
                        $"{site.Type}.{site.Method}",
                        frame?.GetFileName(),
                        line > 0 ? line : null
                    );
                    known.Add(key, call);
                }
                return call;
            }
        }
        return null;
    }

    private static Place? PlaceOf(StackFrame? frame, bool isOutside)
    {
        // Works without reflection metadata, as in programs compiled ahead of time.
        if (
            frame is null
            || DiagnosticMethodInfo.Create(frame) is not { } method
            || isOutside
                && method.DeclaringAssemblyName.StartsWith(Library, StringComparison.Ordinal)
        )
        {
            return null;
        }
        return new Place(
            method.DeclaringTypeName,
            method.Name,
            frame.GetILOffset(),
            frame.GetNativeOffset()
        );
    }
}
