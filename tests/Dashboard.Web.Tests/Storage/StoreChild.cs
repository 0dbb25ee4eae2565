using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dashboard.Engine.Runs;
using Dashboard.Web.Sharing;
using Dashboard.Web.Storage;

namespace Dashboard.Web.Tests.Storage;

/// <summary>
/// This test program run again as a process that writes to a store and prints what was acknowledged, to be killed or starved.
/// Told so by environment variables, before any test framework starts.
/// </summary>
internal static class StoreChild
{
    private const string Folder = "DASHBOARD_STORE_CHILD";

    public static Process Start(string folder, int? fileSizeLimitKb = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Dashboard.Web.Tests");
        var start = fileSizeLimitKb is { } limit
            ? new ProcessStartInfo("bash", ["-c", $"ulimit -f {limit}; exec \"{program}\""])
            : new ProcessStartInfo(program);
        start.RedirectStandardOutput = true;
        start.Environment[Folder] = folder;
        // Without this the runtime maps its code through a file larger than the limit and does not even start.
        if (fileSizeLimitKb is not null) start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }

    // A program's only place before the test framework's Main.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunIfChild()
    {
        if (Environment.GetEnvironmentVariable(Folder) is not { } folder) return;
        try
        {
            Write(folder);
        }
        catch (Exception e)
        {
            Say("error " + e.Message);
        }
        Environment.Exit(0);
    }

    /// <summary>Adds runs and shares and saves trials without end. Each line is printed after the call it tells of has returned.</summary>
    private static void Write(string folder)
    {
        StorageServices.IgnoreFileSizeSignal();
        // Never disposed: that would delete the folder.
        var fixture = new StoreFixture(folder).Open();
        Say("open");
        for (var number = 0; ; number++)
        {
            var run = StoreFixture.NewRun(number);
            fixture.Runs.Add([run], new Study { Id = run.Id, Name = "", CreatedAt = run.CreatedAt, RunIds = [run.Id], Protocol = 0 });
            Say($"run {run.Id}");
            for (var i = 0; i < 12; i += 1 + i % 3)
            {
                Trial[] trials = [.. Enumerable.Range(i, 1 + i % 3).Select(n => StoreFixture.NewTrial(run, n))];
                fixture.Runs.SaveTrials(run.Id, trials, r => r with { TrialsDone = r.TrialsDone + trials.Length });
                Say($"trials {run.Id} {trials[0].Index} {trials.Length}");
            }
            fixture.Runs.Update(run.Id, r => r with { Notes = "note" });
            Say($"note {run.Id}");
            fixture.Shares.Add(new Share { Id = run.Id, TokenHash = run.Id, Kind = ShareKind.Run, Target = run.Id, Title = "", CreatedAt = run.CreatedAt });
            Say($"share {run.Id}");
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture).ReplaceLineEndings(" "));
        Console.Out.Flush();
    }

    /// <summary>Every acknowledgement is in the store, nothing twice, and counts agree with trials.</summary>
    public static void AssertKept(StoreFixture fixture, IEnumerable<string> lines)
    {
        foreach (var words in lines.Select(l => l.Split(' ')))
            switch (words)
            {
                case ["run", var id]:
                    Assert.NotNull(fixture.Runs.Find(id));
                    Assert.NotNull(fixture.Runs.FindStudy(id));
                    break;
                case ["trials", var id, var first, var count]:
                    var expected = Enumerable.Range(int.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
                    Assert.Empty(expected.Except(fixture.Runs.Trials(id).Select(t => t.Index)));
                    break;
                case ["note", var id]:
                    Assert.Equal("note", fixture.Runs.Find(id)!.Notes);
                    break;
                case ["share", var id]:
                    Assert.NotNull(fixture.Shares.FindByHash(id));
                    break;
            }
        foreach (var run in fixture.Runs.List(new() { Take = int.MaxValue }).Items)
        {
            var trials = fixture.Runs.Trials(run.Id);
            Assert.Equal(run.TrialsDone, trials.Count);
            Assert.Distinct(trials.Select(t => t.Index));
            foreach (var trial in trials) Assert.Equivalent(StoreFixture.NewTrial(run, trial.Index), trial, strict: true);
        }
    }
}
