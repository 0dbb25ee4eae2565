using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Tests.Support;

/// <summary>Specs and trials for tests of charts and pages.</summary>
internal static class Trials
{
    public static RunSpec Spec(IReadOnlyList<int>? lengths = null, int seeds = 1, Protocol protocol = Protocol.Notebook) => new()
    {
        Protocol = protocol, Sequence = SequenceKind.Simple, Noise = 0, Standardize = false,
        Lengths = lengths ?? [2, 3, 4], Models = [ModelKind.Rnn, ModelKind.Lstm], Seeds = [.. Enumerable.Range(1, seeds).Select(s => (long)s)],
    };

    /// <summary>A trial whose only epoch gave these values.</summary>
    public static Trial Done(RunSpec spec, ModelKind model, int length, long seed, double mad, double gradient = 1, double lastBatch = 1) =>
        At(spec, model, length, seed, TrialStatus.Done, new EpochResult(1, mad, mad, gradient, lastBatch));

    public static Trial Diverged(RunSpec spec, ModelKind model, int length, long seed) =>
        At(spec, model, length, seed, TrialStatus.Diverged, new(1, 3, 3, 1, 1), new(2, double.NaN, double.NaN, double.NaN, double.NaN));

    public static Trial At(RunSpec spec, ModelKind model, int length, long seed, TrialStatus status, params EpochResult[] epochs)
    {
        var key = new TrialKey(model, length, seed);
        return new(spec.Trials().ToList().IndexOf(key), key, status, "fused", new(status, epochs, StoppedEarly: false, 0.5, null, null));
    }

    /// <summary>Every trial of a spec, done, with values from its key.</summary>
    public static IReadOnlyList<Trial> All(RunSpec spec, Func<TrialKey, double> mad) =>
        [.. spec.Trials().Select((k, i) => Done(spec, k.Model, k.Length, k.Seed, mad(k)) with { Index = i })];
}
