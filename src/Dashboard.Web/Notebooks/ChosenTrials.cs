using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Notebooks;

/// <summary>Which trials of a run a notebook trains unless told otherwise, and about how long PyTorch takes for them.</summary>
internal static class ChosenTrials
{
    /// <summary>Seconds that the chosen trials take at most, if there is more than one of each model.</summary>
    public const double MostSeconds = 180;

    /// <summary>
    /// Of the first seed, from the front of the run's order of training, which spreads lengths: as many as fit into
    /// <see cref="MostSeconds"/>, at least one of each model.
    /// </summary>
    /// <param name="spec">The run.</param>
    /// <param name="saved">Its trials with saved epochs, in its order.</param>
    /// <returns>Short lengths first.</returns>
    public static IReadOnlyList<Trial> Of(RunSpec spec, IReadOnlyList<Trial> saved)
    {
        var chosen = new List<Trial>();
        double seconds = 0;
        Trial[] sure = [.. saved.Where(t => !RunWarnings.MayBeWrong(t, spec.HiddenSize)).DefaultIfEmpty(saved[0])];
        foreach (var trial in sure.Where(t => t.Key.Seed == sure[0].Key.Seed))
        {
            var more = Seconds(spec, trial);
            if (seconds + more > MostSeconds && chosen.Any(t => t.Key.Model == trial.Key.Model)) continue;
            chosen.Add(trial);
            seconds += more;
        }
        return [.. chosen.OrderBy(t => t.Key.Length).ThenBy(t => t.Key.Seed).ThenBy(t => t.Key.Model)];
    }

    /// <summary>
    /// Seconds that PyTorch takes for the epochs a trial ran, on one core: a constant for a batch, and for each timestep and layer one
    /// that grows with the gates (measured with PyTorch 1.13: an RNN's batch of 45 steps takes 1.4 ms, an LSTM's 4 ms).
    /// </summary>
    public static double Seconds(RunSpec spec, Trial trial)
    {
        var network = spec.Network(trial.Key.Model);
        var batches = (double)spec.TrainCount / spec.BatchSize + (double)spec.ValidationCount / 1_000;
        var batch = Batch + Step * spec.Layers * spec.Task.Steps(spec, trial.Key.Length) * (network.Cell.Gates.Count + 0.2);
        return Epochs(trial) * batches * batch;
    }

    private const double Batch = 0.9e-3, Step = 2e-5;

    private static int Epochs(Trial trial) => trial.Result?.Epochs.Count ?? 0;
}
