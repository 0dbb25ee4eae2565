using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using NATS.Client.Core;

namespace Dashboard.Worker;

// How it comes to work.
internal sealed partial class WorkerEnd
{
    // Enough that no core waits for an answer, and little enough that the end of a run is shared by all.
    private const double BacklogPerCore = 0.8;

    private Task AskLoop() => Forever(async () =>
    {
        if (!Wants())
        {
            await want.Wait(ended.Token, TimeSpan.FromMilliseconds(200));
            return;
        }
        if (await Request<Ask, Work>(Subjects.Ask, new(session)) is not { } work)
        {
            await Task.Delay(200, ended.Token);
            return;
        }
        if (work.Lab != lab)
        {
            hello.Set();
            await Task.Delay(200, ended.Token);
        }
        if (work.Chunk is { } chunk) Accept(chunk);
    });

    private bool Wants() => welcome && !leaving && !leaves && proof is not null && connection.ConnectionState == NatsConnectionState.Open
        && (shelf.Backlog < options.Cores || shelf.BacklogSeconds < BacklogPerCore * options.Cores);

    private void Accept(Chunk chunk)
    {
        // The lab's own check of requests: what it would not have launched is not trained, and goes back with the next heartbeat.
        var (spec, errors) = RunRequestValidator.Validate(chunk.Spec);
        TrialKey[] keys = [.. chunk.Trials.Where(t => RunLimits.Models.TryGet(t.Model, out _)).Select(t => new TrialKey(Model(t), t.Length, t.Seed))];
        if (spec is null || keys.Length < chunk.Trials.Count || keys.Any(k => !spec.Models.Contains(k.Model) || !spec.Lengths.Contains(k.Length) || !spec.Seeds.Contains(k.Seed)))
        {
            Say($"A chunk cannot be read ({string.Join(", ", errors.Keys)}); is the lab of another version?");
            return;
        }
        shelf.Add(chunk, spec, keys);

        static ModelKind Model(TrialRef trial) => RunLimits.Models.TryGet(trial.Model, out var model) ? model : default;
    }
}
