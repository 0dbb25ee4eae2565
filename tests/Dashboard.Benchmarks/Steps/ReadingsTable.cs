using System.Diagnostics;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Benchmarks.Steps;

/// <summary>What it costs to read from the predictions of every epoch, for each task and cell, at the shortest, the middle and the longest
/// length of the preset: the reader's time in a trial of three epochs over the trial's. Training only; drawing is left out.</summary>
internal static class ReadingsTable
{
    private const int Epochs = 3, Rounds = 5, Warm = 200;

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
                var lengths = spec.RisingLengths;
                double training = 0, reading = 0;
                foreach (var length in new[] { lengths[0], lengths[lengths.Count / 2], lengths[^1] })
                {
                    var (epoch, readings) = Measure(spec, model, length, sequences);
                    (training, reading) = (training + epoch, reading + readings);
                    output.WriteLine($"{task.Name,-22}{model.Name(),6}{length,8}{1e3 * epoch,9:F1} ms{1e6 * readings,9:F0} µs{readings / epoch,8:P2}");
                }
                if (reading / training > highest.Share) highest = (reading / training, $"{task.Name}, {model.Name()}");
            }
        readme.Add("what the readings of an epoch (weights of the inputs, share wrong) cost over its training, shortest, middle and longest length together: the highest of every task and cell",
            "2%", $"{highest.Share:P1} ({highest.What})");
        readme.Write(output);
    }

    /// <summary>Seconds of one epoch, and of its readings.</summary>
    private static (double Epoch, double Readings) Measure(RunSpec spec, ModelKind model, int length, SequenceCache sequences)
    {
        var data = spec.Task.Data(spec, length, 1, sequences);
        var reader = new Timed(data.Reader ?? throw new InvalidOperationException($"{spec.Title} reads nothing."));
        var (unread, counts) = (new float[data.Validation.PredictionSize], new float[reader.Count]);
        for (var i = 0; i < Warm; i++) reader.Read(unread, counts);
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
