using Dashboard.Engine.Tasks;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Inside;

/// <summary>What the Inside page draws of a length and seed, ready for the wire: with recordings, or before there are any.</summary>
internal static class InsideView
{
    /// <summary>Writes it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trials">The trials shown, one a model.</param>
    /// <param name="validation">Their validation set, of at most <see cref="NetworkRecorder.MostSequences"/> sequences.</param>
    /// <param name="scale">What inputs are shifted and scaled by.</param>
    /// <param name="baselines">What part of a memory scores.</param>
    /// <param name="recordings">One a trial; null for the frame without networks.</param>
    /// <param name="vectorBits">Width of the vectors here.</param>
    public static byte[] Write(
        Run run, IReadOnlyList<Trial> trials, SequenceSet validation, (double Mean, double Std) scale, MemoryBaselines baselines,
        IReadOnlyList<NetworkRecording>? recordings, int vectorBits)
    {
        var (spec, key, file) = (run.Spec, trials[0].Key, new RecordingFile());
        var frames = NetworkRecorder.FramesOf(spec, trials);
        var rule = spec.Protocol.Rule(spec.Sequence);
        var simple = !spec.HasSeries();
        return file.Finish(new
        {
            Version = 1,
            Run = run.Id,
            Title = spec.Title,
            key.Length,
            key.Seed,
            Inputs = 1,
            Outputs = 1,
            validation.Count,
            Lengths = spec.Lengths.Order(),
            Seeds = spec.Seeds.Order(),
            InputScale = new { scale.Mean, scale.Std },
            Frames = frames.Select(f => new { f.Epoch, Batch = f.Batches }),
            Sequences = file.AddSmall([.. Enumerable.Range(0, validation.Count).SelectMany(k => validation.Inputs(k).ToArray())]),
            Targets = file.Add([.. validation.Outputs.ToArray().Select(y => (float)y)]),
            Task = new
            {
                Module = "deck",
                Loss = "l1",
                ScoreWord = spec.Task.Score.Word,
                Weights = new[] { new { Index = 0, Weight = rule.EffectiveFirst }, new { Index = key.Length - 1, Weight = rule.EffectiveLast } },
                spec.Low,
                spec.High,
                TrackMax = Math.Max(1, Math.Ceiling(baselines.Constant * 1.1)),
                SignScore = simple ? baselines.LastAndSign : (double?)null,
                Lines = simple
                    ? new[] { new { Value = baselines.LastOnly, Label = "last input only" }, new { Value = baselines.LastAndSign, Label = "last input and the sign of x₁" } }
                    : [new { Value = baselines.Constant, Label = "constant" }],
            },
            Differences = recordings is null ? null : RecordingDifferences.Of(spec.Task.Score.Word, trials, recordings, vectorBits),
            Networks = trials.Select((trial, i) => Network(file, run, trial, recordings?[i], frames)).ToArray(),
        });
    }

    private static object Network(RecordingFile file, Run run, Trial trial, NetworkRecording? recording, IReadOnlyList<Frame> frames)
    {
        var saved = trial.Result?.Epochs ?? [];
        var head = new { Model = trial.Key.Model.Tone(), Name = trial.Key.Model.Name(), Hidden = run.Spec.HiddenSize };
        if (recording is not { } r)
            return new
            {
                head.Model, head.Name, head.Hidden,
                Stop = trial.Result is { StoppedEarly: true } ? saved.Count : (int?)null,
                Losses = file.Add([.. frames.Select(f => f is { Batches: 0, Epoch: > 0 } && f.Epoch <= saved.Count ? saved[f.Epoch - 1].ValidationLoss : double.NaN)]),
                Found = Array.Empty<double>(),
            };
        RecordingFile.Place Rows(Func<NetworkFacts, float[]> of) => file.Add(Padded(r, frames, of));
        return new
        {
            head.Model, head.Name, head.Hidden, r.Stop, r.Best, r.Diverged,
            Losses = file.Add([.. frames.Select((_, i) => i < r.Losses.Count ? r.Losses[i] : double.NaN)]),
            Found = r.Facts.Select(f => Math.Round(f.Effect[0], 4)),
            Weights = file.Add([.. frames.SelectMany((_, i) => Flat(r.Weights[Math.Min(i, r.Weights.Count - 1)]))]),
            Yhat = Rows(f => f.Answers),
            Effect = Rows(f => f.Effect),
            ReadH = Rows(f => f.ReadableH),
            ReadC = Rows(f => f.ReadableC),
            Band = Rows(f => f.Band),
            UnitH = Rows(f => f.UnitH),
            UnitC = Rows(f => f.UnitC),
            CellMean = Rows(f => f.CellMean),
            CellSd = Rows(f => f.CellDeviation),
        };
    }

    // A network that diverged stays as it last was.
    private static float[] Padded(NetworkRecording r, IReadOnlyList<Frame> frames, Func<NetworkFacts, float[]> of) =>
        [.. frames.SelectMany((_, i) => of(r.Facts[Math.Min(i, r.Facts.Count - 1)]))];

    private static IEnumerable<float> Flat(InitialWeights weights) => weights.Named().SelectMany(p => p.Value);
}
