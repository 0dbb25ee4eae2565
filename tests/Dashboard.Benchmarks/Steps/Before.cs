using Dashboard.Engine.Tasks;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;

namespace Dashboard.Benchmarks.Steps;

/// <summary>
/// The deck's training in this build and in an earlier one, in one process, in alternation: three epochs of the first panel's
/// 25,000 sequences, standardized. Both must end with the same numbers, to the bit.
/// </summary>
internal static class Before
{
    /// <summary>What both train: this panel of the deck, this seed, so many epochs.</summary>
    public const int Panel = 1, Epochs = 3;
    public const long Seed = 1;

    private const int Rounds = 7;
    private const int LongFrom = 30;

    /// <param name="output">Where to write.</param>
    /// <param name="of">The earlier build's Dashboard.Engine.dll, or a commit, which is built first.</param>
    /// <param name="lengths">The lengths; null for the deck's.</param>
    public static void Run(TextWriter output, string of, IReadOnlyList<int>? lengths = null)
    {
        var before = new EarlierBuild(of.EndsWith(".dll", StringComparison.Ordinal) ? of : EarlierBuild.Of(of));
        output.WriteLine($"{SideBySide.Machine()}. Three epochs of training, ms, medians of {Rounds} alternating rounds");
        output.WriteLine($"{"length",7}{"RNN before",12}{"now",8}{"ratio",8}{"LSTM before",14}{"now",8}{"ratio",8}");
        var ratios = new List<(ModelKind Model, int Length, double Ratio)>();
        foreach (var length in lengths ?? Presets.Lengths)
        {
            output.Write($"{length,7}");
            foreach (var (model, width) in new[] { (ModelKind.Rnn, 12), (ModelKind.Lstm, 14) })
            {
                var (old, now) = Measure(before.Trial(model, length), Trial(model, length), $"{model}, length {length}");
                ratios.Add((model, length, old / now));
                output.Write($"{old.ToString("F1").PadLeft(width)}{now,8:F1}{old / now,7:F2}×");
            }
            output.WriteLine();
        }
        var (lowest, readme) = (ratios.MinBy(r => r.Ratio), new ReadmeRows());
        readme.Add("the deck's training against the version before, both builds in turns: the slowest of every length", "0.97×",
            $"{lowest.Ratio:F2}× ({lowest.Model.Name()}, length {lowest.Length})");
        if (ratios.Where(r => r.Model == ModelKind.Rnn && r.Length >= LongFrom).Select(r => r.Ratio).ToArray() is { Length: > 0 } longOnes)
            readme.Add($"the same, RNN at {LongFrom} to 45", "1.2×", $"{longOnes.Min():F2}× to {longOnes.Max():F2}×");
        readme.Write(output);
    }

    private static (double Before, double Now) Measure(Func<(double Ms, double Mad)> before, Func<(double Ms, double Mad)> now, string what)
    {
        List<double> theirs = [], ours = [];
        before();
        now();
        for (var round = 0; round < Rounds; round++)
        {
            // Who comes first alternates too: whatever the one leaves in the caches meets both.
            var nowFirst = round % 2 == 1;
            var first = nowFirst ? now() : before();
            var second = nowFirst ? before() : now();
            if (first.Mad != second.Mad) throw new InvalidOperationException($"{what}: a MAD of {first.Mad} in one build, {second.Mad} in the other.");
            theirs.Add(nowFirst ? second.Ms : first.Ms);
            ours.Add(nowFirst ? first.Ms : second.Ms);
        }
        return (SideBySide.Median(theirs), SideBySide.Median(ours));
    }

    private static Func<(double Ms, double Mad)> Trial(ModelKind model, int length)
    {
        var spec = Presets.Run(Presets.Panels[Panel], Protocol.Notebook, [Seed]);
        var (training, validation) = spec.Data(length, Seed);
        var data = new TrainingData(SequenceGenerator.Generate(training), SequenceGenerator.Generate(validation), standardize: true);
        var trainer = new FusedTrainer();
        return () =>
        {
            var result = trainer.Train(data, spec.Network(model), new(Epochs, Patience: Epochs), Seed, null, default);
            if (result.Error is { } error) throw new InvalidOperationException(error);
            return (1e3 * result.Seconds, result.Mad!.Value);
        };
    }
}
