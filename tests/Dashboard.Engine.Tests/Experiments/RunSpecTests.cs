using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Experiments;

public sealed class RunSpecTests
{
    [Fact]
    public void Presets_Deck_Is864TrialsIn16Panels()
    {
        Assert.Equal(16, Presets.Panels.Distinct().Count());
        Assert.Equal(864, Presets.Panels.Sum(p => Presets.Run(p, Protocol.Notebook, [1]).TrialCount));
        Assert.Equal((27, 2, 45), (Presets.Lengths.Count, Presets.Lengths[0], Presets.Lengths[^1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(27)]
    [InlineData(200)]
    public void Spread_AnyCount_IsAPermutationThatFillsEvenly(int count)
    {
        var spread = RunSpec.Spread(count).ToArray();

        Assert.Equal(Enumerable.Range(0, count), spread.Order());
        // After the first half, no gap is wider than three places.
        var half = spread.Take((count + 1) / 2 + 1).Order().ToArray();
        Assert.All(half.Zip(half.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 4));
    }

    [Fact]
    public void Trials_TwoModels_TakeTurnsOneLengthApart()
    {
        var spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1, 2]);

        var trials = spec.Trials();

        Assert.Equal(108, trials.Distinct().Count());
        Assert.All(trials.Take(54), t => Assert.Equal(1, t.Seed));
        // Neighbours never share a length, so two workers never wait for the same sequences.
        Assert.All(trials.Zip(trials.Skip(1)), pair => Assert.NotEqual(pair.First.Length, pair.Second.Length));
        // After every other trial the models are level to within one length.
        for (var n = 2; n < 54; n += 2) Assert.InRange(trials.Take(n).Count(t => t.Model == ModelKind.Rnn) - n / 2, 0, 1);
    }

    [Fact]
    public void Data_NotebookProtocol_ValidationIsNoiseFreeWithTheNextSeed()
    {
        var spec = Presets.Run(new(SequenceKind.Simple, 4, false), Protocol.Notebook, [1, 2]);

        var (training, validation) = spec.Data(10, 2);

        Assert.Equal((42, 4, 25_000), (training.Seed, training.Noise, training.Count));
        Assert.Equal((43, 0, 1_000), (validation.Seed, validation.Noise, validation.Count));
        Assert.Equal((1.2, 0.6), (training.Rule.EffectiveFirst, training.Rule.EffectiveLast));
    }

    [Fact]
    public void Data_FreshForEachSeed_NoSetIsUsedTwice()
    {
        var spec = Presets.Run(Presets.Panels[0], Protocol.Slides, [1, 2, 3]) with { FreshData = true };

        var seeds = spec.Seeds.SelectMany(s => new[] { spec.Data(5, s).Training.Seed, spec.Data(5, s).Validation.Seed }).ToArray();

        Assert.Equal([42, 43, 44, 45, 46, 47], seeds);
    }

    [Fact]
    public void SameStudy_ListsInAnotherOrder_IsTheSame()
    {
        var spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]);
        Assert.True(spec.SameStudy(spec with { Lengths = [.. spec.Lengths.Reverse()], Models = [.. spec.Models.Reverse()] }));
        Assert.True(spec.SameStudy(spec with { TestLengths = [60] }));
        Assert.False(spec.SameStudy(spec with { Lengths = [.. spec.Lengths.Skip(1)] }));
        // Other data of one condition: their seeds are not pooled.
        Assert.False(spec.SameStudy(spec with { Variant = "anywhere" }));
    }

    [Fact]
    public void Trials_LengthsSavedInTypedOrder_KeepTheirIndices()
    {
        // A run saved before lengths were sorted finds its trials by these.
        var spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [3, 1]) with { Lengths = [9, 2, 5], Models = [ModelKind.Lstm] };
        Assert.Equal([(9, 3L), (5, 3), (2, 3), (9, 1), (5, 1), (2, 1)], spec.Trials().Select(t => (t.Length, t.Seed)));
        Assert.Equal([2, 5, 9], spec.RisingLengths);
        Assert.Equal(spec.Data(9, 1), spec.Data(9));
    }

    [Fact]
    public void Equals_SameSettings_AreEqual() => Assert.Equal(
        Presets.Run(Presets.Panels[3], Protocol.Slides, [1, 2]), Presets.Run(Presets.Panels[3], Protocol.Slides, [1, 2]));
}
