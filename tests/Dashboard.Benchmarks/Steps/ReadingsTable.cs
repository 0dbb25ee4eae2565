using System.Diagnostics;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Benchmarks.Steps;

/// <summary>What it costs to read from the predictions of every epoch, for each task and cell, at the shortest and the longest length of
/// the preset: the reader's time in a trial of three epochs over the trial's. Training only; drawing is left out.</summary>
internal static class ReadingsTable
{
    private const int Epochs = 3, Rounds = 3;

    public static void Run(TextWriter output)
    {
        output.WriteLine($"{SideBySide.Machine()}. Readings of an epoch over its training, one thread; medians of {Rounds} trials of {Epochs} epochs");
        output.WriteLine($"{"task",-22}{"model",6}{"length",8}{"epoch",12}{"readings",12}{"share",8}");
        var (sequences, readme) = (new SequenceCache(), new ReadmeRows());
        var highest = (Share: 0.0, What: "");
        foreach (var task in LabTasks.All)
            foreach (var model in Cell.Kinds)
            {
                var spec = task.Preset(task.Protocols[0]);
                foreach (var length in new[] { spec.RisingLengths[0], spec.RisingLengths[^1] })
                {
                    var (epoch, readings) = Measure(spec, model, length, sequences);
                    var share = readings / epoch;
                    output.WriteLine($"{task.Name,-22}{model.Name(),6}{length,8}{1e3 * epoch,9:F1} ms{1e6 * readings,9:F0} µs{share,8:P2}");
                    if (share > highest.Share) highest = (share, $"{task.Name}, {model.Name()}, length {length}");
                }
            }
        readme.Add("what an epoch's readings (weights of the inputs, share wrong) cost, over its training: the highest of every task and cell", "2%",
            $"{highest.Share:P1} ({highest.What})");
        readme.Write(output);
    }

    /// <summary>Seconds of one epoch, and of its readings.</summary>
    private static (double Epoch, double Readings) Measure(RunSpec spec, ModelKind model, int length, SequenceCache sequences)
    {
        var data = spec.Task.Data(spec, length, 1, sequences);
        var reader = new Timed(data.Reader ?? throw new InvalidOperationException($"{spec.Title} reads nothing."));
        var (trainer, trials) = (new FusedTrainer(), new List<(double Epoch, double Readings)>());
        for (var round = 0; round <= Rounds; round++)
        {
            reader.Seconds = 0;
            var result = trainer.Train(data with { Reader = reader }, spec.Network(model), spec.Training() with { Epochs = Epochs, Patience = Epochs }, 1, null, default);
            if (result.Error is { } error) throw new InvalidOperationException(error);
            if (round > 0) trials.Add((result.Seconds / Epochs, reader.Seconds / Epochs));
        }
        return (SideBySide.Median([.. trials.Select(t => t.Epoch)]), SideBySide.Median([.. trials.Select(t => t.Readings)]));
    }

    private sealed class Timed(IPredictionReader reader) : IPredictionReader
    {
        public double Seconds { get; set; }

        public int Count => reader.Count;

        public void Read(ReadOnlySpan<float> predictions, Span<float> readings)
        {
            var began = Stopwatch.GetTimestamp();
            reader.Read(predictions, readings);
            Seconds += Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
    }
}
