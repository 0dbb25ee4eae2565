using Dashboard.Engine.Experiments;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Inside;

/// <summary>By how much networks that were trained again are not those the run saved.</summary>
/// <param name="Title">Where they part, in a sentence.</param>
/// <param name="Why">Why they do.</param>
/// <param name="Rows">The epochs around it: what was saved, and what it is now.</param>
internal sealed record RecordingDifferences(string Title, string Why, IReadOnlyList<RecordingDifferences.Row> Rows)
{
    /// <summary>One epoch of one network.</summary>
    /// <param name="Model">Its tone.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Epoch">From 1.</param>
    /// <param name="Saved">The validation loss the run saved.</param>
    /// <param name="Now">The one of training again.</param>
    /// <param name="Differs">Whether anything of the epoch differs.</param>
    internal sealed record Row(string Model, string Name, int Epoch, double Saved, double Now, bool Differs);

    /// <summary>The differences of a length and seed; null where every network is the saved one to the bit.</summary>
    /// <param name="score">What the task's score is called.</param>
    /// <param name="trials">The trials, one a model.</param>
    /// <param name="recordings">One a trial.</param>
    /// <param name="vectorBits">Width of the vectors here.</param>
    public static RecordingDifferences? Of(
        string score, IReadOnlyList<Trial> trials, IReadOnlyList<NetworkRecording> recordings, int vectorBits)
    {
        var apart = trials.Zip(recordings).Where(p => p.Second.Difference is not null).OrderBy(p => p.Second.Difference!.Epoch).FirstOrDefault();
        if (apart is not ({ } first, { Difference: { } d })) return null;
        var title = $"Trained again, the {first.Key.Model.Name()}'s {score} in epoch {d.Epoch} is {Numbers.Fixed(d.Now, 4)}; "
            + $"the run saved {Numbers.Fixed(d.Saved, 4)}.";
        return new(title, Words(first, vectorBits), [.. trials.Zip(recordings).SelectMany(p => RowsOf(p.First, p.Second, d.Epoch))]);
    }

    // The epoch in which a network parts from the saved one and the one before; of a network that does not, the same epoch.
    private static IEnumerable<Row> RowsOf(Trial trial, NetworkRecording recording, int otherwise)
    {
        var saved = trial.Result?.Epochs ?? [];
        var parts = recording.Difference?.Epoch;
        var to = Math.Min(parts ?? otherwise, Math.Min(saved.Count, recording.Epochs.Count));
        for (var e = Math.Max(1, parts is null ? to : to - 1); e <= to; e++)
            yield return new(trial.Key.Model.Tone(), trial.Key.Model.Name(), e, saved[e - 1].ValidationLoss, recording.Epochs[e - 1].ValidationLoss, e == parts);
    }

    private static string Words(Trial trial, int vectorBits) => trial.Origin switch
    {
        null => "The run was trained by an earlier version, which did not keep on what processor.",
        { Version: var v } when v != EngineVersion.Current => "The run was trained by another version of the engine.",
        { VectorBits: > 0 and var bits } when bits != vectorBits => $"The run was trained on another kind of processor ({bits}-bit vectors; here {vectorBits}), and sums in another order drift apart.",
        _ => "The same engine and vectors gave other numbers, which should not be: please report it with the processor's name.",
    };
}
