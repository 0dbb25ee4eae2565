using System.Text.Json;
using Dashboard.Web.Notebooks;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Notebooks;

public sealed class NotebookTests
{
    public static TheoryData<string> Names => [.. NotebookRuns.All.Keys];

    // docs.jupyter.org, "The Notebook file format": what nbformat 4.5 asks of every cell.
    [Fact]
    public void Ipynb_AnyRun_IsNbformat4()
    {
        using var file = JsonDocument.Parse(NotebookRuns.Small(NotebookRuns.All.Keys.First()).As(NotebookFormat.Ipynb).Content);
        var root = file.RootElement;
        Assert.Equal((4, 5), (root.GetProperty("nbformat").GetInt32(), root.GetProperty("nbformat_minor").GetInt32()));
        Assert.Equal("python3", root.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString());
        var cells = root.GetProperty("cells").EnumerateArray().ToArray();
        Assert.Equal(cells.Length, cells.Select(c => c.GetProperty("id").GetString()).Distinct().Count());
        foreach (var cell in cells)
        {
            Assert.Matches("^[a-zA-Z0-9-_]{1,64}$", cell.GetProperty("id").GetString());
            Assert.Equal(JsonValueKind.Object, cell.GetProperty("metadata").ValueKind);
            Assert.NotEmpty(Source(cell));
            if (cell.GetProperty("cell_type").GetString() == "markdown")
            {
                Assert.False(cell.TryGetProperty("outputs", out _));
                continue;
            }
            Assert.Equal("code", cell.GetProperty("cell_type").GetString());
            Assert.Equal((JsonValueKind.Null, 0), (cell.GetProperty("execution_count").ValueKind, cell.GetProperty("outputs").GetArrayLength()));
        }
    }

    [Fact]
    public void Ipynb_Code_IsThePythonFiles()
    {
        var notebook = NotebookRuns.Small(NotebookRuns.All.Keys.First());
        using var file = JsonDocument.Parse(notebook.As(NotebookFormat.Ipynb).Content);
        var code = file.RootElement.GetProperty("cells").EnumerateArray().Where(c => c.GetProperty("cell_type").GetString() == "code").Select(Source).ToArray();
        var at = 0;
        foreach (var cell in code)
        {
            at = notebook.Script.IndexOf(cell, at, StringComparison.Ordinal);
            Assert.True(at >= 0, cell);
        }
        Assert.Equal(notebook.Script.Split('\n').Count(l => l == "# %%"), code.Length);
    }

    [Theory, MemberData(nameof(Names))]
    public void Script_EveryTaskAndSetting_HasNothingLeftToFill(string name)
    {
        var script = NotebookRuns.Small(name).Script;
        Assert.DoesNotContain("{{", script, StringComparison.Ordinal);
        Assert.DoesNotContain("#@", script, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_EveryTaskAndSetting_IsPython()
    {
        Assert.SkipWhen(Python.Any is null, "There is no Python 3 here (python3).");
        using var folder = new TempFolder();
        foreach (var (index, name) in NotebookRuns.All.Keys.Index())
            await File.WriteAllTextAsync(Path.Combine(folder.Path, $"n{index}.py"), NotebookRuns.Small(name).Script, TestContext.Current.CancellationToken);

        var (ok, said) = await Python.Run(Python.Any!, folder.Path, TimeSpan.FromMinutes(1), ["-m", "py_compile", .. Directory.GetFiles(folder.Path, "*.py")]);

        Assert.True(ok, said);
    }

    [Fact]
    public void Of_NameThatLooksLikePython_StaysText()
    {
        var (run, trials) = NotebookRuns.Train(NotebookRuns.All.Values.First(), 40, 10, 1);
        const string Name = "a\n# %%\nimport os; os.abort()  <b>*x*</b> {{rule}}";

        var script = NotebookWriter.Of(run with { Name = Name }, trials, NotebookRuns.Batches)!.Script;

        var title = Assert.Single(script.Split('\n'), l => l.Contains("os.abort", StringComparison.Ordinal));
        Assert.StartsWith("# # a \\# %% import os; os.abort\\(\\)  &lt;b&gt;\\*x\\*&lt;/b&gt; \\{\\{rule\\}\\}", title, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RunOfManyTrials_IsBoundedAndTrainsMinutes()
    {
        var spec = Trials.Spec(lengths: [.. Enumerable.Range(2, 60)], seeds: 100);
        var epochs = Enumerable.Range(1, 20).Select(e => new Engine.Training.EpochResult(e, 1, 1, 1, 1)).ToArray();
        var trials = spec.Trials().Select(k => Trials.At(spec, k.Model, k.Length, k.Seed, Engine.Training.TrialStatus.Done, epochs)).Take(2_000).ToArray();
        var run = Samples.Run with { Spec = spec };

        var notebook = NotebookWriter.Of(run, trials, NotebookRuns.Batches)!;

        Assert.InRange(notebook.Script.Length, 100_000, 2_000_000);
        Assert.Contains("the first of 2,000 that ended", notebook.Script, StringComparison.Ordinal);
        var chosen = ChosenTrials.Of(spec, trials);
        Assert.InRange(chosen.Sum(t => ChosenTrials.Seconds(spec, t)), 60, ChosenTrials.MostSeconds);
        Assert.Equal(spec.Models.Order(), chosen.Select(t => t.Key.Model).Distinct().Order());
    }

    [Fact]
    public void Of_NothingEnded_IsNull()
    {
        var spec = Trials.Spec();
        var running = Trials.At(spec, spec.Models[0], 2, 1, Engine.Training.TrialStatus.Running, new Engine.Training.EpochResult(1, 1, 1, 1, 1));
        Assert.Null(NotebookWriter.Of(Samples.Run with { Spec = spec }, [running], NotebookRuns.Batches));
        Assert.Null(NotebookWriter.Of(Samples.Run with { Spec = spec }, running, NotebookRuns.Batches));
    }

    private static string Source(JsonElement cell) => string.Concat(cell.GetProperty("source").EnumerateArray().Select(l => l.GetString()));
}
