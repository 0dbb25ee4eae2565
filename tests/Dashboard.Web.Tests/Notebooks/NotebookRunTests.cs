using System.Text.RegularExpressions;
using Dashboard.Web.Notebooks;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Notebooks;

/// <summary>Exported files run under a Python that has PyTorch (Debian: python3-torch); their own last cell holds the numbers
/// against the saved ones.</summary>
public sealed partial class NotebookRunTests
{
    private const string OneAfterAnother = "import runpy, sys\nfor file in sys.argv[1:]: runpy.run_path(file, run_name='__main__')";
    private const string Missing = "PyTorch is not installed here (Debian: apt-get install python3-torch python3-numpy); tests/run --long installs it.";

    // Files that one Python runs one after another, as loading PyTorch takes longer than training so little.
    public static TheoryData<string[]> Names => LongTests.On ? [.. NotebookRuns.All.Keys.Select(n => new[] { n })] : [NotebookRuns.Some.ToArray()];

    // Short: each task once and every setting, a hundred sequences. Long: every protocol and variant, as many sequences as the task's
    // card trains on, at most ten thousand.
    [Theory, MemberData(nameof(Names))]
    public async Task Run_EveryTaskAndSetting_AgreesInTheFirstEpoch(string[] names)
    {
        Assert.SkipWhen(Python.Torch is null, Missing);
        var files = names.Select(n => NotebookRuns.All[n])
            .Select(s => NotebookRuns.Train(s, LongTests.Pick(100, Math.Min(10_000, s.TrainCount)), LongTests.Pick(50, s.ValidationCount), epochs: 2)).ToArray();

        var said = await Run(files.Select(f => NotebookWriter.Of(f.Run, f.Trials, NotebookRuns.Batches)!.Script.Replace("TRAIN_ALL = False", "TRAIN_ALL = True", StringComparison.Ordinal)));

        Assert.Equal(files.Sum(f => f.Trials.Count), FirstEpoch().Count(said));
        Assert.Equal(files.Length, Agree().Count(said));
    }

    // The file as it is downloaded.
    [Fact]
    public async Task Run_WholeTraining_AgreesAndSaysWhereItParts()
    {
        Assert.SkipWhen(Python.Torch is null, Missing);
        var spec = NotebookRuns.All.Values.First() with { Lengths = [2, 4] };
        var (run, trials) = NotebookRuns.Train(spec, LongTests.Pick(300, 25_000), LongTests.Pick(100, 1_000), LongTests.Pick(4, 20));

        var said = await Run([NotebookWriter.Of(run, trials, NotebookRuns.Batches)!.Script]);

        Assert.Single(Agree().Matches(said));
        Assert.Matches("not parted in|parted in epoch", said);
    }

    // A number that is not the lab's is noticed: the last cell can fail.
    [Fact]
    public async Task Run_SavedNumberThatIsWrong_Fails()
    {
        Assert.SkipWhen(Python.Torch is null, Missing);
        var (run, trials) = NotebookRuns.Train(NotebookRuns.All.Values.First(), 100, 50, epochs: 1);
        var result = trials[0].Result!;
        var wrong = trials[0] with { Result = result with { Epochs = [result.Epochs[0] with { ValidationLoss = 1.001 * result.Epochs[0].ValidationLoss }] } };
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "notebook.py");
        await File.WriteAllTextAsync(file, NotebookWriter.Of(run, wrong, NotebookRuns.Batches)!.Script, TestContext.Current.CancellationToken);

        var (ok, said) = await Python.Run(Python.Torch!, folder.Path, TimeSpan.FromMinutes(2), file);

        Assert.False(ok, said);
        Assert.Contains("the first epoch differs by 1.0e-03, which is more than rounding", said, StringComparison.Ordinal);
    }

    private static async Task<string> Run(IEnumerable<string> scripts)
    {
        using var folder = new TempFolder();
        List<string> files = [];
        foreach (var script in scripts)
        {
            files.Add(Path.Combine(folder.Path, $"notebook{files.Count}.py"));
            await File.WriteAllTextAsync(files[^1], script, TestContext.Current.CancellationToken);
        }
        var (ok, said) = await Python.Run(Python.Torch!, folder.Path, TimeSpan.FromMinutes(LongTests.Pick(2, 30)), ["-c", OneAfterAnother, .. files]);
        Assert.True(ok, said);
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        return said;
    }

    [GeneratedRegex(": first epoch within ")]
    private static partial Regex FirstEpoch();

    [GeneratedRegex("The numbers agree: the first 10 batches to ")]
    private static partial Regex Agree();
}
