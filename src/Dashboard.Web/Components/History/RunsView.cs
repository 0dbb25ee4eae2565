using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Addresses;

namespace Dashboard.Web.Components.History;

/// <summary>Statuses people look for together.</summary>
public enum StatusGroup
{
    /// <summary>Will go on by itself or waits for someone.</summary>
    Active,
    Done,

    /// <summary>Cancelled, interrupted or failed.</summary>
    Ended,
}

/// <summary>Everything one sees on the page of runs, as its address says it.</summary>
public sealed record RunsView
{
    public const int PageSize = 50;
    public static Choices<StatusGroup> Groups { get; } = new();
    private static readonly Choices<RunSort> Sorts = new();

    public StatusGroup? Group { get; init; }
    public RunQuery Query { get; init; } = new();
    public int Page => Query.Skip / PageSize;

    /// <summary>Whether anything but order and page narrows the list.</summary>
    public bool IsFiltered => Group is not null || Query.Text is not null || Query.Tag is not null || Query.Protocol is not null || Query.Sequence is not null
        || Query.Noise is not null || Query.Brought is not null || Query.LaunchedBy is not null;

    /// <summary>Longest search; the field takes no more.</summary>
    public const int MostText = 200;

    private static readonly Limit Pages = new(1, 1_000_000);

    /// <summary>Reads an address; what cannot be read does not filter and is named in its errors.</summary>
    public static RunsView Parse(AddressFields address)
    {
        var group = address.Choice("status", Groups);
        return new()
        {
            Group = group,
            Query = new()
            {
                Take = PageSize,
                Skip = (int)((address.Whole("page", Pages) ?? 1) - 1) * PageSize,
                Text = address.Text("q", MostText)?.Trim() is { Length: > 0 } text ? text : null,
                Statuses = group is { } of ? Statuses(of) : null,
                Tag = address.Text("tag", RunLimits.TagLength) is { } tag && !string.IsNullOrWhiteSpace(tag) ? tag : null,
                LaunchedBy = address.Text("by", Launcher.NameLength),
                Protocol = address.Choice("protocol", RunLimits.Protocols),
                Sequence = address.Choice("sequence", RunLimits.Sequences),
                Noise = address.Number("noise", RunLimits.Noise),
                Brought = address.Word("origin", ("file", true), ("trained", false)),
                Sort = address.Choice("sort", Sorts) ?? RunSort.Created,
                Descending = address.Word("order", ("down", true), ("up", false)) ?? true,
            },
        };
    }

    /// <summary>The address's parameters; null leaves one out.</summary>
    public Dictionary<string, object?> Parameters() => new()
    {
        ["q"] = Query.Text,
        ["status"] = Group is { } group ? Choices<StatusGroup>.Word(group) : null,
        ["protocol"] = Query.Protocol is { } protocol ? Choices<Protocol>.Word(protocol) : null,
        ["sequence"] = Query.Sequence is { } sequence ? Choices<Engine.Sequences.SequenceKind>.Word(sequence) : null,
        ["noise"] = Query.Noise,
        ["origin"] = Query.Brought switch { true => "file", false => "trained", _ => null },
        ["tag"] = Query.Tag,
        ["by"] = Query.LaunchedBy,
        ["sort"] = Query.Sort == RunSort.Created ? null : Choices<RunSort>.Word(Query.Sort),
        ["order"] = Query.Descending ? null : "up",
        ["page"] = Page == 0 ? null : Page + 1,
    };

    /// <summary>The statuses of a group.</summary>
    public static IReadOnlyList<RunStatus> Statuses(StatusGroup group) => group switch
    {
        StatusGroup.Active => [RunStatus.Queued, RunStatus.Running, RunStatus.Paused, RunStatus.Cancelling],
        StatusGroup.Done => [RunStatus.Done],
        _ => [RunStatus.Cancelled, RunStatus.Interrupted, RunStatus.Failed],
    };

    /// <summary>The filter in words: "Realistic, noise 6, slides protocol".</summary>
    public string Words()
    {
        List<string> parts = [];
        if (Query.Text is { } text) parts.Add($"“{text}”");
        if (Group is { } group) parts.Add(group == StatusGroup.Ended ? "ended early" : group.ToString().ToLowerInvariant());
        if (Query.Sequence is { } sequence) parts.Add(sequence.ToString().ToLowerInvariant());
        if (Query.Noise is { } noise) parts.Add($"noise {Numbers.Plain(noise)}");
        if (Query.Protocol is { } protocol) parts.Add($"{protocol.ToString().ToLowerInvariant()} protocol");
        if (Query.Brought is { } brought) parts.Add(brought ? "brought in" : "trained here");
        if (Query.Tag is { } tag) parts.Add($"tag {tag}");
        if (Query.LaunchedBy is { } by) parts.Add($"launched by {by}");
        var words = string.Join(", ", parts);
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
