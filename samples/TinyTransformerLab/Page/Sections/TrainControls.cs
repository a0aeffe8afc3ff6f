namespace TinyTransformerLab;

/// <summary>What drives panel 1: training where it is live, a replay where it is recorded.</summary>
internal static class TrainControls
{
    public static Element Of(bool isLive) =>
        Element.Of(
            "div.control-block",
            Controls.Group(
                isLive ? "Training" : "Replay of the recorded run",
                Controls.Button("run", isLive ? "Run" : "Play"),
                Controls.Button("step-1", "+1 step"),
                Controls.Button("step-100", "+100"),
                Controls.Button("step-1000", "+1000"),
                Controls.Button("reset", "Reset"),
                isLive ? Node.None : Controls.Range("train-scrub", "snapshot", "0", "0", "1"),
                Element.Of(
                    "label.switch",
                    Element.Of("input#log-steps").With("type", "checkbox"),
                    Element.Of("span", "logarithmic steps")
                )
            ),
            isLive
                ? Settings()
                : Element.Of(
                    "p.hint.scripted",
                    "A recorded run: play, step and the slider move through its snapshots. To train with another rate, batch, seed or text, start the lab with “serve”."
                ),
            Controls.Problem("train-problem")
        );

    private static Element Settings() =>
        Element.Of(
            "div",
            Controls.Group(
                "Settings while training",
                Controls.Range("learning-rate", "learning rate (peak)", "-5", "-1", "0.05"),
                Controls.Number("batch-size", "batch", "1", "1024", "1")
            ),
            Controls.Group(
                "A new model",
                Controls.Choice(
                    "preset",
                    "train on",
                    ("names", "names"),
                    ("copyTask", "a copy task"),
                    ("ownText", "my own text")
                ),
                Controls.Number("seed", "seed", "-999999999999999", "999999999999999", "1"),
                Controls.Button("build", "Build a fresh model")
            ),
            Element
                .Of(
                    "div#own-text-field.field.scripted",
                    Element.Of("label", "my own text, one item a line").With("for", "own-text"),
                    Element
                        .Of("textarea#own-text")
                        .With("rows", "6")
                        .With("maxlength", $"{LabConfig.LongestOwnText}")
                        .With("spellcheck", "false")
                )
                .With("hidden", "hidden")
        );
}
