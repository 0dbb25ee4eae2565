using Dashboard.Engine.Training;

namespace Dashboard.Benchmarks.Steps;

/// <summary>Steps on the field's tasks in both engines (adding: two inputs, squared error at the last step; copy memory: ten inputs,
/// nine classes at every step).</summary>
internal static class TaskTable
{
    private const int Count = 2_000;

    /// <param name="output">Where to write.</param>
    /// <param name="adding">The adding task: LSTM.</param>
    /// <param name="copy">Copy memory: LSTM and GRU.</param>
    public static void Run(TextWriter output, bool adding, bool copy)
    {
        var readme = new ReadmeRows();
        output.WriteLine(SideBySide.Heading());
        output.WriteLine();
        if (adding)
            readme.Add("LSTM, adding (2 inputs, squared error), T 50, 100, 200, hidden 16, over the torch engine", "15×",
                string.Join(", ", new[] { 50, 100, 200 }.Select(steps => Row("adding", new(ModelKind.Lstm, 16) { Shape = AddingShape }, Adding(steps)))));
        if (copy)
            readme.Add("LSTM and GRU, copy memory (10 inputs, 9 outputs, cross-entropy at every step), T 50, hidden 32, over the torch engine", "6×",
                string.Join(", ", new[] { ModelKind.Lstm, ModelKind.Gru }.Select(model =>
                    $"{model.Name()} {Row("copy memory, T 50", new(model, 32) { Shape = CopyShape }, Copy(50))}")));
        readme.Write(output);

        string Row(string task, NetworkSpec network, TrainingData data)
        {
            var pair = SideBySide.Measure(network, data);
            output.WriteLine($"{task}, {data.Steps} steps, {network.Model}, hidden {network.HiddenSize}: "
                + $"fused {pair.Fused:F0} µs, torch {pair.Torch:F0} µs, ratio {pair.Ratio:F1}×");
            output.WriteLine($"    {SideBySide.Line(network, data.Steps, SideBySide.Share(network, data))}");
            return $"{pair.Ratio:F1}×";
        }
    }

    private static TaskShape AddingShape { get; } = new(2, 1, LossKind.SquaredError, ReadOut.Last);

    private static TaskShape CopyShape { get; } = new(10, 9, LossKind.CrossEntropy, ReadOut.Every);

    private static TrainingData Adding(int steps)
    {
        var random = new Random(1);
        var (inputs, targets) = (new float[Count * steps * 2], new float[Count]);
        for (var k = 0; k < Count; k++)
        {
            for (var t = 0; t < steps; t++) inputs[(k * steps + t) * 2] = random.NextSingle();
            foreach (var marked in new[] { random.Next(steps / 2), steps / 2 + random.Next(steps / 2) })
            {
                inputs[(k * steps + marked) * 2 + 1] = 1;
                targets[k] += inputs[(k * steps + marked) * 2];
            }
        }
        var set = new SampleSet(AddingShape, steps, inputs, targets);
        return new(set, set);
    }

    private static TrainingData Copy(int blanks)
    {
        const int Symbols = 8, Copied = 10, Blank = 0, Delimiter = 9;
        var random = new Random(1);
        var steps = blanks + 2 * Copied;
        var (inputs, targets) = (new float[Count * steps * 10], new float[Count * steps]);
        for (var k = 0; k < Count; k++)
            for (var t = 0; t < steps; t++)
            {
                var symbol = t < Copied ? 1 + random.Next(Symbols) : t == Copied + blanks - 1 ? Delimiter : Blank;
                inputs[(k * steps + t) * 10 + symbol] = 1;
                if (t < Copied) targets[k * steps + steps - Copied + t] = symbol;
            }
        var set = new SampleSet(CopyShape, steps, inputs, targets);
        return new(set, set);
    }
}
