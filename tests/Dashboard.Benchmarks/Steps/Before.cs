using System.Reflection;
using System.Runtime.Loader;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Benchmarks.Steps;

/// <summary>
/// The deck's training in this build and in an earlier one, in one process, in alternation: three epochs of the first panel's
/// 25,000 sequences, standardized, by what both builds' public types have in common.
/// </summary>
internal static class Before
{
    private const int Rounds = 7;

    /// <param name="output">Where to write.</param>
    /// <param name="path">The earlier build's Dashboard.Engine.dll.</param>
    public static void Run(TextWriter output, string path)
    {
        var context = new AssemblyLoadContext("before");
        Build before = new(context.LoadFromAssemblyPath(Path.GetFullPath(path))), now = new(typeof(FusedTrainer).Assembly);
        output.WriteLine($"Three epochs of training, ms, medians of {Rounds} alternating rounds");
        output.WriteLine($"{"length",7}{"RNN before",12}{"now",8}{"ratio",8}{"LSTM before",14}{"now",8}{"ratio",8}");
        foreach (var length in Presets.Lengths)
        {
            output.Write($"{length,7}");
            foreach (var (model, width) in new[] { (ModelKind.Rnn, 12), (ModelKind.Lstm, 14) })
            {
                Func<(double Ms, double Loss)> a = before.Trial(model, length), b = now.Trial(model, length);
                List<double> ms = [], mine = [];
                a();
                b();
                for (var round = 0; round < Rounds; round++)
                {
                    var (first, second) = (a(), b());
                    if (first.Loss != second.Loss) throw new InvalidOperationException($"{model}, length {length}: {first.Loss} before, {second.Loss} now.");
                    ms.Add(first.Ms);
                    mine.Add(second.Ms);
                }
                output.Write($"{SideBySide.Median(ms).ToString("F1").PadLeft(width)}{SideBySide.Median(mine),8:F1}{SideBySide.Median(ms) / SideBySide.Median(mine),7:F2}×");
            }
            output.WriteLine();
        }
    }

    private sealed class Build(Assembly engine)
    {
        private readonly dynamic trainer = Activator.CreateInstance(Type(engine, "Training.FusedTrainer"))!;

        public Func<(double Ms, double Loss)> Trial(ModelKind model, int length)
        {
            var presets = Type(engine, "Experiments.Presets");
            var panels = (System.Collections.IList)presets.GetProperty("Panels")!.GetValue(null)!;
            var protocol = Enum.Parse(Type(engine, "Experiments.Protocol"), "Notebook");
            var kind = Enum.Parse(Type(engine, "Training.ModelKind"), model.ToString());
            var spec = presets.GetMethod("Run")!.Invoke(null, [panels[1], protocol, new long[] { 1 }])!;
            object sets = Call(spec, "Data", length, 1L);
            var data = Activator.CreateInstance(Type(engine, "Training.TrainingData"), Set("Item1"), Set("Item2"), true)!;
            var training = Activator.CreateInstance(Type(engine, "Training.TrainingSpec"), 3, 3, 32, 0.01, null, null)!;
            var network = Call(spec, "Network", kind);
            MethodInfo train = ((object)trainer).GetType().GetMethod("Train")!;
            return () =>
            {
                dynamic result = train.Invoke((object)trainer, [data, network, training, 1L, null, CancellationToken.None])!;
                if (result.Error is string error) throw new InvalidOperationException(error);
                return (1e3 * (double)result.Seconds, (double)result.Mad);
            };

            object Set(string item) => Type(engine, "Sequences.SequenceGenerator").GetMethod("Generate")!
                .Invoke(null, [sets.GetType().GetField(item)!.GetValue(sets)])!;
        }

        private static Type Type(Assembly engine, string name) => engine.GetType($"Dashboard.Engine.{name}", throwOnError: true)!;

        private static object Call(object target, string method, params object[] arguments) =>
            target.GetType().GetMethod(method)!.Invoke(target, arguments)!;
    }
}
