using System.Text.RegularExpressions;
using Dashboard.Web.Notebooks;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Notebooks;

/// <summary>Exported files run under a Python that has PyTorch (Debian: python3-torch); their own last cell holds the numbers
/// against the saved ones.</summary>
public sealed partial class NotebookRunTests
{
    private const string Missing = "PyTorch is not installed here (Debian: apt-get install python3-torch python3-numpy); tests/run --long installs it.";

    public static TheoryData<string> Names => [.. LongTests.On ? NotebookRuns.All.Keys : NotebookRuns.Some];

    // Short: each task once and every setting, a hundred sequences. Long: every protocol and variant, as many sequences as the task's
    // card trains on, at most ten thousand.
    [Theory, MemberData(nameof(Names))]
    public async Task Run_EveryTaskAndSetting_AgreesInTheFirstEpoch(string name)
    {
        Assert.SkipWhen(Python.Torch is null, Missing);
        var spec = NotebookRuns.All[name];
        var (run, trials) = NotebookRuns.Train(spec, LongTests.Pick(100, Math.Min(10_000, spec.TrainCount)), LongTests.Pick(50, spec.ValidationCount), epochs: 2);

        var said = await Run(NotebookWriter.Of(run, trials, NotebookRuns.Batches)!.Script.Replace("TRAIN_ALL = False", "TRAIN_ALL = True", StringComparison.Ordinal));

        Assert.Equal(trials.Count, FirstEpoch().Count(said));
        Assert.Contains("The numbers agree: the first 10 batches to", said, StringComparison.Ordinal);
    }

    // The file as it is downloaded.
    [Fact]
    public async Task Run_WholeTraining_AgreesAndSaysWhereItParts()
    {
        Assert.SkipWhen(Python.Torch is null, Missing);
        var spec = NotebookRuns.All.Values.First() with { Lengths = [2, 4] };
        var (run, trials) = NotebookRuns.Train(spec, LongTests.Pick(300, 25_000), LongTests.Pick(100, 1_000), LongTests.Pick(4, 20));

        var said = await Run(NotebookWriter.Of(run, trials, NotebookRuns.Batches)!.Script);

        Assert.Contains("The numbers agree: the first 10 batches to", said, StringComparison.Ordinal);
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

    private static async Task<string> Run(string script)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "notebook.py");
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
        var (ok, said) = await Python.Run(Python.Torch!, folder.Path, TimeSpan.FromMinutes(LongTests.Pick(2, 30)), file);
        Assert.True(ok, said);
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        return said;
    }

    [GeneratedRegex(": first epoch within ")]
    private static partial Regex FirstEpoch();
}
