using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Cluster.Contracts;

/// <summary>An epoch. Names are short: a lab reads thousands of trials a second.</summary>
/// <param name="N">From 1.</param>
/// <param name="T">Training loss.</param>
/// <param name="V">Validation loss.</param>
/// <param name="G">Gradient mean of every batch.</param>
/// <param name="L">Gradient mean of the last batch.</param>
/// <param name="R">Readings; null where there are none.</param>
public sealed record EpochWire(int N, double T, double V, double G, double L, float[]? R = null)
{
    /// <summary>As it is sent.</summary>
    public static EpochWire From(EpochResult e) => new(e.Epoch, e.TrainLoss, e.ValidationLoss, e.GradientMean, e.GradientLastBatch, e.Readings.Count == 0 ? null : [.. e.Readings]);

    /// <summary>As the engine has it.</summary>
    public EpochResult Read() => new(N, T, V, G, L) { Readings = R ?? [] };
}

/// <summary>Gradient flow of an epoch.</summary>
public sealed record FlowWire(int Epoch, float[] Norms)
{
    /// <summary>As it is sent.</summary>
    public static FlowWire? From(GradientFlow? flow) => flow is null ? null : new(flow.Epoch, flow.Norms);

    /// <summary>As the engine has it.</summary>
    public GradientFlow Read() => new(Epoch, Norms);
}

/// <summary>A network at another length.</summary>
public sealed record TestWire(int Length, double Score, float[] Readings);

/// <summary>New epochs of trials in training.</summary>
/// <param name="Session">The worker's process.</param>
/// <param name="Trials">The trials that have some, or have begun.</param>
public sealed record EpochsOf(string Session, IReadOnlyList<TrialEpochs> Trials) : IFromWorker
{
    /// <inheritdoc/>
    public string? Problem() =>
        !ClusterLimits.IsId(Session) ? "session"
        : Trials is not { Count: <= ClusterLimits.Cores } ? "trials"
        : Trials.Any(t => t is null || !ClusterLimits.IsId(t.Chunk) || t.Epochs is null || t.Epochs.Count > RunLimits.Epochs.Max || t.Epochs.Any(e => e is null || e.R?.Length > ClusterLimits.Readings)) ? "epochs" : null;
}

/// <summary>New epochs of one trial; none where it has only begun.</summary>
public sealed record TrialEpochs(string Chunk, int Trial, IReadOnlyList<EpochWire> Epochs);

/// <summary>What training a trial gave.</summary>
/// <param name="Session">The worker's process.</param>
/// <param name="Chunk">The chunk it came with.</param>
/// <param name="Trial">Its place in the run.</param>
/// <param name="Status">"done", "diverged" or "failed".</param>
/// <param name="Epochs">All its epochs.</param>
/// <param name="Stopped">Early stopping ended it.</param>
/// <param name="Seconds">Wall time of the training.</param>
/// <param name="First">Gradient flow of the first epoch.</param>
/// <param name="Best">Gradient flow of the best one.</param>
/// <param name="Error">Why it failed or diverged.</param>
/// <param name="Tests">At other lengths.</param>
public sealed record ResultOf(
    string Session, string Chunk, int Trial, string Status, IReadOnlyList<EpochWire> Epochs, bool Stopped, double Seconds,
    FlowWire? First = null, FlowWire? Best = null, string? Error = null, IReadOnlyList<TestWire>? Tests = null) : IFromWorker
{
    /// <summary>As it is sent.</summary>
    public static ResultOf From(string session, string chunk, int trial, TrialResult result) => new(
        session, chunk, trial, Choices<TrialStatus>.Word(result.Status), [.. result.Epochs.Select(EpochWire.From)], result.StoppedEarly, result.Seconds,
        FlowWire.From(result.FirstFlow), FlowWire.From(result.BestFlow), result.Error is { Length: > ClusterLimits.Text } error ? error[..ClusterLimits.Text] : result.Error,
        result.Tests.Count == 0 ? null : [.. result.Tests.Select(t => new TestWire(t.Length, t.Score, [.. t.Readings]))]);

    /// <inheritdoc/>
    public string? Problem() =>
        !ClusterLimits.IsId(Session) || !ClusterLimits.IsId(Chunk) ? "id"
        : Epochs is null || Epochs.Count > RunLimits.Epochs.Max || Epochs.Any(e => e is null || e.R?.Length > ClusterLimits.Readings) ? "epochs"
        : !(Seconds >= 0 && Seconds <= RunLimits.TrialTimeLimit.Max) ? "seconds"
        : Error?.Length > ClusterLimits.Text ? "error"
        : First is { Norms: null } || Best is { Norms: null } ? "flow"
        : (Tests ?? []).Any(t => t?.Readings is not { Length: <= ClusterLimits.Readings }) ? "tests" : null;

    /// <summary>The result as the engine has it, where it can be one of a trial.</summary>
    /// <param name="spec">The run's configuration.</param>
    /// <param name="key">The trial.</param>
    /// <param name="problem">What is wrong with it; null where nothing is.</param>
    public TrialResult? Read(RunSpec spec, TrialKey key, out string? problem)
    {
        problem = Problem() ?? Mismatch(spec, key);
        if (problem is not null) return null;
        var status = Enum.Parse<TrialStatus>(Status, ignoreCase: true);
        return new(status, [.. Epochs.Select(e => e.Read())], Stopped, Seconds, First?.Read(), Best?.Read(), Error)
        {
            Tests = [.. (Tests ?? []).Select(t => new TestResult(t.Length, t.Score, t.Readings))],
        };
    }

    private string? Mismatch(RunSpec spec, TrialKey key)
    {
        if (Status is not ("done" or "diverged" or "failed")) return "status";
        if (Epochs.Count > spec.Epochs || Epochs.Where((e, i) => e.N != i + 1).Any() || (Status == "done" && Epochs.Count == 0)) return "epochs";
        if (Status == "failed" && string.IsNullOrWhiteSpace(Error)) return "error";
        var steps = spec.Task.Steps(spec, key.Length);
        foreach (var flow in new[] { First, Best })
            if (flow is not null && (flow.Norms.Length > steps || flow.Epoch < 1 || flow.Epoch > Epochs.Count)) return "flow";
        return (Tests ?? []).Any(t => !spec.TestLengths.Contains(t.Length)) || Tests?.Count > spec.TestLengths.Count ? "tests" : null;
    }
}
