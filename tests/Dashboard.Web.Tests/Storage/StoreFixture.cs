using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Storage;

/// <summary>A folder with a store in it, removed at the end.</summary>
internal sealed class StoreFixture : IDisposable
{
    public StoreFixture(string? folder = null)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("store-").FullName;
        Options = new() { Path = Path.Combine(Folder, "dashboard.db"), MinFreeMegabytes = 0 };
    }

    public string Folder { get; }
    public StorageOptions Options { get; }
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    public string Data => Options.Path;
    public string Log => Path.Combine(Folder, "dashboard-log.db");
    public LiteStore Store { get; private set; } = null!;
    public LiteRunStore Runs { get; private set; } = null!;
    public LiteShareStore Shares { get; private set; } = null!;

    public StoreFixture Open()
    {
        Store = LiteStoreOpener.Open(Options, Time, NullLogger.Instance);
        Runs = new(Store);
        Shares = new(Store);
        return this;
    }

    public StoreFixture Reopen()
    {
        Store.Dispose();
        return Open();
    }

    public void Dispose()
    {
        Store?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public static Run NewRun(int number = 0, RunStatus status = RunStatus.Done, params IReadOnlyList<string> tags) => new()
    {
        Id = Guid.CreateVersion7().ToString("N"),
        Name = $"Run {number}",
        Tags = tags,
        Status = status,
        CreatedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(number),
        Spec = Presets.Run(Presets.Panels[number % Presets.Panels.Count], Protocol.Slides, [1]),
        Summary =
        [
            .. new[] { ModelKind.Rnn, ModelKind.Lstm }.Select(m => new ModelSummary(m,
                [.. Presets.Lengths.Select(l => (double?)l / (number + 1))], [.. Presets.Lengths.Select(l => (double?)0.1 / l)])),
        ],
    };

    public static Trial NewTrial(Run run, int index, int epochs = 20) => NewTrial(run.Spec.Trials()[index], index, epochs);

    private static Trial NewTrial(TrialKey key, int index, int epochs)
    {
        var random = new Random(index);
        float[] Norms() => [.. Enumerable.Range(0, key.Length).Select(_ => random.NextSingle())];
        return new(index, key, TrialStatus.Done, "fused", new(TrialStatus.Done,
            [.. Enumerable.Range(1, epochs).Select(e => new EpochResult(e, random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble()))],
            epochs < 20, random.NextDouble(), new(1, Norms()), new(epochs, Norms())));
    }

    /// <summary>Changes one bit of a file, so many bytes after where a text in it begins.</summary>
    public static void Flip(string path, ReadOnlySpan<byte> text, int offset)
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(text);
        Assert.True(at > 0);
        bytes[at + offset] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Adds a run and all its trials.</summary>
    public Run AddFinished(int number)
    {
        var run = NewRun(number);
        Runs.Add([run]);
        return Runs.SaveTrials(run.Id, [.. Enumerable.Range(0, run.TrialsTotal).Select(i => NewTrial(run, i))], r => r with { TrialsDone = r.TrialsTotal })!;
    }

    /// <summary>Adds a finished run of so many seeds with its trials.</summary>
    public void AddRun(int number, int seeds)
    {
        var run = NewRun(number);
        run = run with { Spec = run.Spec with { Seeds = [.. Enumerable.Range(1, seeds).Select(s => (long)s)] }, TrialsDone = 54 * seeds };
        Runs.Add([run]);
        var keys = run.Spec.Trials();
        Store.Write([.. Enumerable.Range(0, keys.Count).Select(t => Change.Put(Collections.Trials, TrialDocument.Write(run.Id, NewTrial(keys[t], t, 20))))]);
    }

    /// <summary>Adds so many finished runs, every tenth tagged "ten", with their trials.</summary>
    public void AddMany(int count)
    {
        for (var i = 0; i < count; i += 50)
        {
            Run[] runs = [.. Enumerable.Range(i, 50).Select(n =>
                NewRun(n, RunStatus.Done, n % 10 == 0 ? ["ten"] : ["other", $"tag{n % 7}"]) with { TrialsDone = 54 })];
            Runs.Add(runs);
            Store.Write([.. runs.SelectMany(r => Enumerable.Range(0, 54).Select(t =>
                Change.Put(Collections.Trials, TrialDocument.Write(r.Id, NewTrial(r, t)))))]);
        }
    }
}
