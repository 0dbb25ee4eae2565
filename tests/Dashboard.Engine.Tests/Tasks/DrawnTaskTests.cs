using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Tasks;

/// <summary>What was worked out by hand of the tasks' sequences (docs/tasks.md), held against many that were drawn.</summary>
public sealed class DrawnTaskTests
{
    private const int Count = 40_000;

    [Theory]
    [InlineData(Protocol.Lab, "halves"), InlineData(Protocol.Lab, "anywhere")]
    public void Data_AddingInTheLab_HasTwoMarksWhereTheyBelongAndTheirSum(Protocol protocol, string variant)
    {
        var set = Draw(SequenceKind.Adding, protocol, variant, 20, 2_000);
        int[] firsts = new int[20];
        for (var k = 0; k < set.Count; k++)
        {
            var pairs = Pairs(set, k);
            int[] marked = [.. pairs.Index().Where(p => p.Item.Mark == 1).Select(p => p.Index)];
            Assert.Equal(2, marked.Length);
            Assert.All(pairs, p => Assert.InRange(p.Value, 0f, 1f));
            Assert.All(pairs, p => Assert.True(p.Mark is 0 or 1));
            if (variant == "halves") Assert.True(marked[0] < 10 && marked[1] >= 10);
            Assert.Equal(pairs[marked[0]].Value + pairs[marked[1]].Value, set.Targets(k)[0], 1e-6f);
            firsts[marked[0]]++;
        }
        // Every place is taken at some time.
        Assert.All(variant == "halves" ? firsts[..10] : firsts[..18], n => Assert.True(n > 0));
    }

    [Fact]
    public void Data_AddingInThePaper_HidesTheFirstPairAndMarksBothEnds()
    {
        var set = Draw(SequenceKind.Adding, Protocol.Paper, "halves", 100, 4_000);
        var hidden = 0;
        for (var k = 0; k < set.Count; k++)
        {
            var pairs = Pairs(set, k);
            Assert.InRange(pairs.Length, 100, 110);
            Assert.Equal((-1, -1), (pairs[0].Mark, pairs[^1].Mark));
            int[] marked = [.. pairs.Index().Where(p => p.Item.Mark == 1).Select(p => p.Index)];
            if (marked.Length < 2) hidden++;
            else Assert.True(marked[0] < 10 && marked[1] < 50 || marked[0] < 50 && marked[1] < 10);
            Assert.Equal(0.5 + marked.Sum(t => pairs[t].Value) / 4, set.Targets(k)[0], 1e-6);
        }
        // The first of ten pairs is marked in a tenth, and one of the other 49 first unmarked ones is in 1 of 49 of the rest.
        Assert.InRange(hidden / (double)set.Count, 0.09, 0.145);
    }

    [Fact]
    public void Data_TwoSequences_BeginsWithItsClassAndIsNoiseFreeInValidation()
    {
        var spec = Spec(SequenceKind.TwoSequences, Protocol.Lab, "three", 20_000);
        var data = spec.Task.Data(spec, 50, 1, new SequenceCache());
        double squares = 0, ones = 0, targets = 0;
        var noise = 0;
        for (var k = 0; k < data.Training.Count; k++)
        {
            var x = data.Training.Inputs(k);
            Assert.InRange(x.Length, 50, 55);
            Assert.True(x[0] is 1 or -1 && x[1] == x[0] && x[2] == x[0]);
            for (var t = 3; t < x.Length; t++, noise++) squares += x[t] * x[t];
            ones += x[0] > 0 ? 1 : 0;
            var off = data.Training.Targets(k)[0] - (x[0] > 0 ? 0.8 : 0.2);
            targets += off * off;
        }
        for (var k = 0; k < 100; k++) Assert.Equal(data.Validation.Inputs(k)[0] > 0 ? 0.8f : 0.2f, data.Validation.Targets(k)[0]);
        Assert.Equal(0.2, squares / noise, 0.002);
        Assert.Equal(0.5, ones / data.Training.Count, 0.02);
        Assert.Equal(0.1, targets / data.Training.Count, 0.005);
    }

    [Theory]
    [InlineData("two", 4), InlineData("three", 8)]
    public void Data_TemporalOrder_HasEveryClassAsOftenAndSymbolsInTheirPlaces(string variant, int classes)
    {
        var set = Draw(SequenceKind.TemporalOrder, Protocol.Paper, variant, 100, 8_000);
        var seen = new int[classes];
        (int From, int To)[] places = variant == "two" ? [(10, 20), (50, 60)] : [(10, 20), (33, 43), (66, 76)];
        for (var k = 0; k < set.Count; k++)
        {
            var text = Text(set, k);
            Assert.True(text[0] == 'E' && text[^1] == 'B' && text.Length is >= 100 and <= 110);
            int[] at = [.. text.Index().Where(c => c.Item is 'X' or 'Y').Select(c => c.Index)];
            Assert.Equal(places.Length, at.Length);
            for (var i = 0; i < at.Length; i++) Assert.InRange(at[i], places[i].From, places[i].To);
            seen[(int)set.Targets(k)[0]]++;
            Assert.Equal(Convert.ToInt32(string.Concat(at.Select(i => text[i] == 'Y' ? '1' : '0')), 2), (int)set.Targets(k)[0]);
        }
        Assert.All(seen, n => Assert.Equal(1.0 / classes, n / (double)set.Count, 0.02));
    }

    [Fact]
    public void Data_CopyMemory_SaysTheTenAgainAfterTheDelimiter()
    {
        var set = Draw(SequenceKind.CopyMemory, Protocol.Lab, "", 30, 500);
        for (var k = 0; k < set.Count; k++)
        {
            int[] symbols = [.. Enumerable.Range(0, 50).Select(t => Hot(set, k, t, 10))];
            Assert.All(symbols[..10], s => Assert.InRange(s, 0, 7));
            Assert.All(symbols[10..39], s => Assert.Equal(8, s));
            Assert.Equal(9, symbols[39]);
            Assert.All(symbols[40..], s => Assert.Equal(8, s));
            Assert.All(set.Targets(k)[..40].ToArray(), t => Assert.Equal(8, t));
            Assert.Equal(symbols[..10].Select(s => (float)s), set.Targets(k)[40..].ToArray());
        }
    }

    [Theory]
    [InlineData(SequenceKind.Adding, Protocol.Lab, 0.1667), InlineData(SequenceKind.Multiplication, Protocol.Lab, 0.0486), InlineData(SequenceKind.TwoSequences, Protocol.Lab, 0.09)]
    public void Baselines_OfTheConstant_IsWhatDrawnTargetsScore(SequenceKind kind, Protocol protocol, double published)
    {
        var spec = Spec(kind, protocol, null, 10) with { ValidationCount = Count };
        var targets = spec.Task.Data(spec, 30, 1, new SequenceCache()).Validation;
        var mean = Enumerable.Range(0, Count).Average(k => targets.Targets(k)[0]);
        var scored = Enumerable.Range(0, Count).Average(k => Math.Pow(targets.Targets(k)[0] - mean, 2));

        var constant = spec.Task.Baselines(spec, 30, 1, new())[0].Score!.Value;

        Assert.Equal(published, constant, 5e-4);
        Assert.Equal(scored, constant, 0.02 * constant);
    }

    [Theory]
    [InlineData(SequenceKind.Adding), InlineData(SequenceKind.Multiplication)]
    public void Baselines_OfOneMarkedNumber_IsWhatTheBestPredictorOfItScores(SequenceKind kind)
    {
        var spec = Spec(kind, Protocol.Lab, "halves", 10) with { ValidationCount = Count };
        var set = spec.Task.Data(spec, 30, 1, new SequenceCache()).Validation;
        var scored = Enumerable.Range(0, Count).Average(k =>
        {
            var known = Pairs(set, k).First(p => p.Mark == 1).Value;
            return Math.Pow(set.Targets(k)[0] - (kind == SequenceKind.Adding ? known + 0.5 : known * 0.5), 2);
        });

        Assert.Equal(scored, spec.Task.Baselines(spec, 30, 1, new())[1].Score!.Value, 0.02 * scored);
    }

    [Theory]
    [InlineData(SequenceKind.Adding), InlineData(SequenceKind.Multiplication)]
    public void Baselines_InThePaper_CountThatTheFirstPairIsHidden(SequenceKind kind)
    {
        var spec = Spec(kind, Protocol.Paper, "halves", 10) with { ValidationCount = Count };
        var set = spec.Task.Data(spec, 100, 1, new SequenceCache()).Validation;
        var mean = Enumerable.Range(0, Count).Average(k => set.Targets(k)[0]);
        var scored = Enumerable.Range(0, Count).Average(k => Math.Pow(set.Targets(k)[0] - mean, 2));

        Assert.Equal(scored, spec.Task.Baselines(spec, 100, 1, new())[0].Score!.Value, 0.02 * scored);
    }

    [Fact]
    public void Baselines_OfCopyMemory_IsTheArticlesFormula()
    {
        var spec = Spec(SequenceKind.CopyMemory, Protocol.Lab, "", 10);

        Assert.Equal(0.173, spec.Task.Baselines(spec, 100, 1, new())[0].Score!.Value, 5e-4);
        Assert.Equal(0.0204, spec.Task.Baselines(spec, 1_000, 1, new())[0].Score!.Value, 5e-5);
    }

    private static RunSpec Spec(SequenceKind kind, Protocol protocol, string? variant, int count)
    {
        var preset = LabTasks.Of(kind).Preset(protocol);
        return preset with { Variant = variant ?? preset.Variant, TrainCount = count, ValidationCount = Math.Min(count, 1_000) };
    }

    private static SampleSet Draw(SequenceKind kind, Protocol protocol, string variant, int length, int count)
    {
        var spec = Spec(kind, protocol, variant, count);
        return spec.Task.Data(spec, length, 1, new SequenceCache()).Training;
    }

    private static (float Value, float Mark)[] Pairs(SampleSet set, int k)
    {
        var inputs = set.Inputs(k);
        var pairs = new (float, float)[inputs.Length / 2];
        for (var t = 0; t < pairs.Length; t++) pairs[t] = (inputs[2 * t], inputs[2 * t + 1]);
        return pairs;
    }

    private static int Hot(SampleSet set, int k, int t, int alphabet)
    {
        var one = set.Inputs(k).Slice(t * alphabet, alphabet);
        Assert.Equal(1, one.ToArray().Sum());
        return one.IndexOf(1);
    }

    private static string Text(SampleSet set, int k) => string.Concat(Enumerable.Range(0, set.StepsOf(k)).Select(t => "EBabcdXY"[Hot(set, k, t, 8)]));
}
