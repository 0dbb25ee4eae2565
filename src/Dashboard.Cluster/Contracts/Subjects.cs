namespace Dashboard.Cluster.Contracts;

/// <summary>
/// Where messages go. A worker's name is part of every subject of its own, so that the broker's permissions keep each worker to
/// itself: it publishes to <see cref="ToLab"/>, and hears <see cref="Orders"/> and its own inbox.
/// </summary>
public static class Subjects
{
    /// <summary>First token of all of them.</summary>
    public const string Root = "lab1";

    /// <summary>Joins or comes back; answered with a welcome.</summary>
    public const string Hello = "hello";

    /// <summary>Give me work; answered with a chunk, or without one.</summary>
    public const string Ask = "ask";

    /// <summary>Is there, and holds this.</summary>
    public const string Beat = "beat";

    /// <summary>Epochs of trials in training.</summary>
    public const string Epochs = "epochs";

    /// <summary>A trial's result.</summary>
    public const string Result = "result";

    /// <summary>Holds chunks that a lab of before gave it.</summary>
    public const string Claim = "claim";

    /// <summary>Leaves.</summary>
    public const string Bye = "bye";

    /// <summary>What a worker says to the lab.</summary>
    public static string ToLab(string worker, string verb) => $"{Root}.w.{worker}.{verb}";

    /// <summary>What every worker says of one kind.</summary>
    public static string OfAll(string verb) => ToLab("*", verb);

    /// <summary>What the lab says to a worker.</summary>
    public static string Orders(string worker) => $"{Root}.o.{worker}";

    /// <summary>First part of the subjects a client's answers come to.</summary>
    public static string Inbox(string name) => $"_INBOX.{name}";

    /// <summary>Name of the lab among the broker's users; no worker's, as it has no lower-case letter first.</summary>
    public const string Lab = "LAB";

    /// <summary>Whose message it is; null where the subject is none of a worker.</summary>
    public static string? Worker(string subject) => subject.Split('.') is [Root, "w", var worker, _] && ClusterLimits.IsName(worker) ? worker : null;

    /// <summary>Whether an answer may go there: to the asker's own inbox and nowhere else, or a worker could have the lab write to another.</summary>
    public static bool IsInboxOf(string worker, string? subject) => subject?.StartsWith(Inbox(worker) + ".", StringComparison.Ordinal) == true;
}
