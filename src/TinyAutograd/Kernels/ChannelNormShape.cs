namespace TinyAutograd.Kernels;

/// <summary>The sizes of a normalization of (N, C, …), and which planes form a group.</summary>
internal readonly record struct ChannelNormShape
{
    private readonly int groupStep;
    private readonly int planeStep;

    private ChannelNormShape(
        int images,
        int channels,
        int planeLength,
        int groups,
        bool isByChannel
    )
    {
        (Channels, Planes, PlaneLength, Groups) = (
            channels,
            images * channels,
            planeLength,
            groups
        );
        PlanesOfGroup = groups == 0 ? 0 : Planes / groups;
        (groupStep, planeStep) = isByChannel ? (1, channels) : (PlanesOfGroup, 1);
    }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>Images times channels.</summary>
    public int Planes { get; }

    /// <summary>Elements of a channel of an image.</summary>
    public int PlaneLength { get; }

    /// <summary>Number of groups that are normalized on their own.</summary>
    public int Groups { get; }

    /// <summary>Planes in a group.</summary>
    public int PlanesOfGroup { get; }

    /// <summary>Elements in a group.</summary>
    public int GroupLength => PlanesOfGroup * PlaneLength;

    /// <summary>A group is a channel of all images.</summary>
    public static ChannelNormShape Batch(int images, int channels, int planeLength) =>
        new(images, channels, planeLength, channels, isByChannel: true);

    /// <summary>A group is one of so many parts of the channels of one image.</summary>
    public static ChannelNormShape Group(int images, int channels, int planeLength, int groups) =>
        new(images, channels, planeLength, images * groups, isByChannel: false);

    /// <summary>The number of a group's plane among all.</summary>
    public int PlaneOf(int group, int plane) => group * groupStep + plane * planeStep;
}
