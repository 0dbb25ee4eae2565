using Dashboard.Web.Comparisons;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Comparisons;

public sealed class MemoryLinesTests
{
    [Fact]
    public async Task Of_SimpleNotebookData_IsNear30ForTheLastInputAnd15ForTheFirst()
    {
        var memory = new MemoryLines(new());
        var spec = Trials.Spec([2, 5]);
        var lines = await memory.Of(spec);
        double Mean(string name) => lines.Single(l => l.Name == name).Points.Average(p => p.Mad);
        // Not knowing 1.2 x_first costs the mean of its absolute value, about 30; not knowing 0.6 x_last about 15.
        Assert.InRange(Mean("last input only"), 28.5, 31.5);
        Assert.InRange(Mean("last input and the sign of the first"), 14.2, 15.8);
        Assert.InRange(Mean("constant"), 30.5, 34);
        Assert.InRange(Mean("first and last"), 0, 0.01);
        Assert.All(lines, l => Assert.Equal([2, 5], l.Points.Select(p => p.Length)));
    }

    [Fact]
    public async Task Of_AnotherNetworkOnTheSameData_IsKnownAlready()
    {
        var memory = new MemoryLines(new());
        var spec = Trials.Spec([2]);
        await memory.Of(spec);
        Assert.True(memory.Of(spec with { LearningRate = 0.5, Standardize = true }).IsCompleted);
        Assert.False(memory.Of(spec with { DataSeed = 7, TrainCount = 25_001 }).IsCompleted);
    }
}
