using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyTransformerLab;

/// <summary>Where training stands, as the live page is told: the members of <see cref="TrainingState"/>, and beside them what only a live lab has.</summary>
internal static class LiveState
{
    /// <summary>The state as JSON.</summary>
    /// <param name="snapshot">The lab.</param>
    /// <param name="watchers">Pages that watch.</param>
    public static JsonObject Of(LabSnapshot snapshot, int watchers)
    {
        var state = JsonSerializer.SerializeToNode(snapshot.State, LabJson.Options)!.AsObject();
        state["isRunning"] = snapshot.IsRunning;
        state["lettersPerSecond"] = snapshot.LettersPerSecond;
        state["watchers"] = watchers;
        state["build"] = snapshot.Build;
        state["version"] = snapshot.Version;
        return state;
    }
}
