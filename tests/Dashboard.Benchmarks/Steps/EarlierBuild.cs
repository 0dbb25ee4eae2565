using System.Collections;
using System.Diagnostics;
using System.Runtime.Loader;
using Dashboard.Engine.Training;

namespace Dashboard.Benchmarks.Steps;

/// <summary>
/// Another version's engine in this process, by what the public types of all versions have in common. Types are found by
/// their name alone, and a spec's data where that version keeps it, as rooms have changed.
/// </summary>
internal sealed class EarlierBuild
{
    private readonly Dictionary<string, Type> types;
    private readonly object trainer;

    /// <param name="path">Its Dashboard.Engine.dll.</param>
    public EarlierBuild(string path)
    {
        var engine = new AssemblyLoadContext("before").LoadFromAssemblyPath(Path.GetFullPath(path));
        types = engine.GetExportedTypes().Where(t => !t.IsNested).DistinctBy(t => t.Name).ToDictionary(t => t.Name);
        trainer = Activator.CreateInstance(types["FusedTrainer"])!;
    }

    /// <summary>Builds a commit's engine once, in the folder of temporary files.</summary>
    /// <returns>The path of its Dashboard.Engine.dll.</returns>
    public static string Of(string commit)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"dashboard-before-{commit}");
        var built = Path.Combine(folder, "src/Dashboard.Engine/bin/Release/net10.0/Dashboard.Engine.dll");
        if (File.Exists(built)) return built;
        Directory.CreateDirectory(folder);
        Shell(AppContext.BaseDirectory, $"git -C \"$(git rev-parse --show-toplevel)\" archive {commit} | tar -x -C '{folder}'");
        Shell(folder, "dotnet build src/Dashboard.Engine -c Release -v q -nologo");
        return built;
    }

    private static void Shell(string folder, string command)
    {
        var start = new ProcessStartInfo("bash", ["-o", "pipefail", "-c", command]) { WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"\"{command}\" ended with {process.ExitCode}.");
    }

    /// <summary>A trial of the first panel, standardized, as <see cref="Before"/> trains it: each call trains it anew.</summary>
    /// <returns>Its milliseconds and MAD.</returns>
    public Func<(double Ms, double Mad)> Trial(ModelKind model, int length)
    {
        var panels = (IList)types["Presets"].GetProperty("Panels")!.GetValue(null)!;
        var spec = Static("Presets", "Run", panels[Before.Panel]!, Word("Protocol", "Notebook"), new[] { Before.Seed });
        var (training, validation) = Pair(types["RunSpec"].GetMethod("Data", [typeof(int), typeof(long)]) is { } own
            ? own.Invoke(spec, [length, Before.Seed])!
            : Static("DeckRuns", "Data", spec, length, Before.Seed));
        var data = Activator.CreateInstance(types["TrainingData"],
            Static("SequenceGenerator", "Generate", training), Static("SequenceGenerator", "Generate", validation), true)!;
        var settings = With(types["TrainingSpec"], new() { ["Epochs"] = Before.Epochs, ["Patience"] = Before.Epochs });
        var network = types["RunSpec"].GetMethod("Network")!.Invoke(spec, [Word("ModelKind", model.ToString())])!;
        var train = types["FusedTrainer"].GetMethod("Train")!;
        return () =>
        {
            dynamic result = train.Invoke(trainer, [data, network, settings, Before.Seed, null, CancellationToken.None])!;
            if (result.Error is string error) throw new InvalidOperationException(error);
            return (1e3 * (double)result.Seconds, (double)result.Mad);
        };
    }

    private object Word(string type, string word) => Enum.Parse(types[type], word);

    private object Static(string type, string method, params object[] arguments) =>
        types[type].GetMethod(method, [.. arguments.Select(a => a is long[] ? typeof(IReadOnlyList<long>) : a.GetType())])!.Invoke(null, arguments)!;

    private static (object, object) Pair(object tuple) =>
        (tuple.GetType().GetField("Item1")!.GetValue(tuple)!, tuple.GetType().GetField("Item2")!.GetValue(tuple)!);

    /// <summary>A record by its own defaults but for these.</summary>
    private static object With(Type record, Dictionary<string, object> values)
    {
        var constructor = record.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(p => values.GetValueOrDefault(p.Name!, p.DefaultValue!))]);
    }
}
