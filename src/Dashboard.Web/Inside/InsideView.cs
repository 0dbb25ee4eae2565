using Dashboard.Engine.Inside;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Inside;

/// <summary>What the Inside page draws of a length and seed, ready for the wire: with recordings, or before there are any.</summary>
internal static class InsideView
{
    /// <summary>Writes it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trials">The trials shown, one a model.</param>
    /// <param name="data">Their validation set.</param>
    /// <param name="page">What the browser has to know of the task.</param>
    /// <param name="recordings">One a trial; null for the frame without networks.</param>
    /// <param name="vectorBits">Width of the vectors here.</param>
    public static byte[] Write(
        Run run, IReadOnlyList<Trial> trials, InsideData data, InsidePage page, IReadOnlyList<NetworkRecording>? recordings, int vectorBits)
    {
        var (spec, key, file) = (run.Spec, trials[0].Key, new RecordingFile());
        var (set, frames) = (data.Set, NetworkRecorder.FramesOf(run.Spec, trials));
        int[] steps = [.. Enumerable.Range(0, set.Count).Select(set.StepsOf)];
        return file.Finish(new
        {
            Version = 2,
            Run = run.Id,
            Title = spec.Title,
            key.Length,
            key.Seed,
            set.Steps,
            StepsOf = steps.All(s => s == set.Steps) ? null : file.AddSmall([.. steps.Select(s => (double)s)]),
            set.Shape.Inputs,
            data.Channels,
            set.Shape.Outputs,
            set.Count,
            Lengths = spec.Lengths.Order(),
            Seeds = spec.Seeds.Order(),
            InputScale = new { data.InputScale.Mean, data.InputScale.Std },
            Frames = frames.Select(f => new { f.Epoch, Batch = f.Batches }),
            Sequences = file.AddSmall(data.Drawn),
            // At every step they follow from the sequence.
            Targets = set.Shape.ReadOut == ReadOut.Every ? null : file.Add([.. Enumerable.Range(0, set.Count).Select(k => set.Targets(k)[0])]),
            Task = new
            {
                page.Module,
                set.Shape.Loss,
                set.Shape.ReadOut,
                ScoreWord = spec.Task.Score.Word,
                spec.Task.Score.IsSmall,
                page.TrackMax,
                page.Lines,
                Items = data.Items.Select(i => new { i.Item.Sign, i.Item.Name, i.Item.Weight, i.AskedAt, i.Says }),
                page.Own,
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
        RecordingFile.Place? RowsIfAny(Func<NetworkFacts, float[]> of) => of(r.Facts[0]).Length == 0 ? null : Rows(of);
        var several = r.Facts[0].Weights.Length > 1;
        var steps = r.Facts[0].Effect.Length;
        return new
        {
            head.Model, head.Name, head.Hidden, r.Stop, r.Best, r.Diverged,
            Losses = file.Add([.. frames.Select((_, i) => i < r.Losses.Count ? r.Losses[i] : double.NaN)]),
            Found = r.Facts.Select(Found),
            Weights = file.Add([.. frames.SelectMany((_, i) => Flat(r.Weights[Math.Min(i, r.Weights.Count - 1)]))]),
            Yhat = Rows(f => f.Answers),
            Effect = Rows(f => f.Effect),
            ItemEffect = RowsIfAny(f => f.ItemEffect),
            ItemWeight = several ? Rows(f => f.Weights) : null,
            ReadH = Rows(f => f.Readable[..steps]),
            ReadOthers = several ? Rows(f => f.Readable[steps..]) : null,
            ReadC = Rows(f => f.ReadableC),
            EndRead = Rows(f => [f.EndH, f.EndC]),
            Band = Rows(f => f.Band),
            UnitH = Rows(f => f.UnitH),
            UnitC = Rows(f => f.UnitC),
            CellMean = Rows(f => f.CellMean),
            CellSd = Rows(f => f.CellDeviation),
            Right = RowsIfAny(f => f.Right),
            Said = RowsIfAny(f => f.Said),
        };
    }

    // By how much the answers move with the first item: of a number that stands at a step of its own, beside all other steps.
    private static double? Found(NetworkFacts facts) =>
        (facts.ItemEffect.Length == 0 ? facts.Effect[0] : facts.Weights[0]) is var weight && float.IsFinite(weight) ? Math.Round(weight, 4) : null;

    // A network that diverged stays as it last was.
    private static float[] Padded(NetworkRecording r, IReadOnlyList<Frame> frames, Func<NetworkFacts, float[]> of) =>
        [.. frames.SelectMany((_, i) => of(r.Facts[Math.Min(i, r.Facts.Count - 1)]))];

    private static IEnumerable<float> Flat(InitialWeights weights) => weights.Named().SelectMany(p => p.Value);
}
