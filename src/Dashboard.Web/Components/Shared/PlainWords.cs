using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Components.Shared;

/// <summary>A run's configuration as sentences.</summary>
public static class PlainWords
{
    /// <summary>The whole configuration; deviations from the deck's network and training are named, defaults that say nothing are not.</summary>
    public static string Sentence(RunSpec spec)
    {
        if (spec.Brought is { } brought) return Brought(spec, brought);
        List<string> network = [$"hidden size {spec.HiddenSize}"];
        if (spec.Layers > 1) network.Add($"{Numbers.Of(spec.Layers, "layer")}");
        if (spec.RecurrentInit == RecurrentInit.Orthogonal) network.Add("orthogonal start");
        if (spec.ForgetBias is { } bias) network.Add($"forget bias {Numbers.Plain(bias)}");
        if (spec.InputGateBias is { } shut) network.Add($"input gate bias {Numbers.Plain(shut)}");
        List<string> training = [$"up to {Numbers.Of(spec.Epochs, "epoch")}", $"patience {spec.Patience}", $"learning rate {Numbers.Plain(spec.LearningRate)}"];
        if (spec.BatchSize != 32) training.Add($"batches of {spec.BatchSize}");
        if (spec.ClipNorm is { } clip) training.Add($"gradient clipped to {Numbers.Plain(clip)}");
        string[] data = [$"{Numbers.Of(spec.TrainCount, "sequence")} of each length", .. spec.Task.Drawn(spec)];
        return $"{spec.Task.Rule} {string.Join(", ", data)}; {string.Join(", ", network.Concat(training))}; " +
               $"{Numbers.Of(spec.Lengths.Count, "length")} × {Numbers.Of(spec.Models.Count, "model")} × {Numbers.Of(spec.Seeds.Count, "seed")}.";
    }

    /// <summary>"Brought in from tcn.csv, not trained here. …"</summary>
    private static string Brought(RunSpec spec, BroughtIn brought)
    {
        var missing = brought.Missing.Count == 0 ? "" : $" less {Numbers.Of(brought.Missing.Count, "trial")} that the file has no row for";
        return $"{BroughtIn.About} File {brought.File}, task {spec.Task.Name}: {Numbers.Of(spec.Lengths.Count, "length")} × {Numbers.Of(spec.Models.Count, "model")} × {Numbers.Of(spec.Seeds.Count, "seed")}{missing}.";
    }

    /// <summary>"slides", "brought in": in lists, where a run is from.</summary>
    public static string Origin(RunSpec spec) => spec.Brought is null ? Choices<Protocol>.Word(spec.Protocol) : "brought in";

    /// <summary>"Simple · noise 0 · raw".</summary>
    public static string Condition(RunSpec spec) => spec.Brought is not null ? $"{spec.Task.Name} · data not known" : spec.Task.DrawsIntegers
        ? $"{spec.Task.Name} · noise {Numbers.Plain(spec.Noise)} · {(spec.Standardize ? "std." : "raw")}"
        : string.Join(" · ", spec.Task.Drawn(spec).Prepend(spec.Task.Name));

    /// <summary>"167 of 270 trials done, 1 diverged, 2 failed".</summary>
    public static string Progress(int done, int total, int training, int diverged, int failed)
    {
        List<string> parts = [$"{Numbers.Count(done)} of {Numbers.Of(total, "trial")} done"];
        if (training > 0) parts.Add($"{training} training");
        if (diverged > 0) parts.Add($"{diverged} diverged");
        if (failed > 0) parts.Add($"{failed} failed");
        return string.Join(", ", parts);
    }

    /// <summary>"(12 of 54) " before a page's title while a run goes on; empty once it has ended or waits for somebody.</summary>
    public static string HowFar(RunStatus status, int done, int total) => status.GoesOn() ? $"({Numbers.Count(done)} of {Numbers.Count(total)}) " : "";
}
