using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Tests.Support;

namespace Dashboard.Engine.Tests.Sequences;

/// <summary>CPython's numbers, to the last bit.</summary>
public class GoldenSequenceTests
{
    public sealed record Row(double[] X, double Y, int Index);
    public sealed record Case(string Sequence, int Length, double Noise, long Seed, Row[] First, Row Last, double MeanX, double StdX, double SumY);

    private static readonly Case[] Cases = Golden.Read<Case[]>("golden-sequences.json");

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    [Fact]
    public void Golden_HasAllCases() => Assert.Equal(24, Cases.Length);

    [Theory, MemberData(nameof(Indices))]
    public void Generate_NotebookProtocol_EqualsPythonToTheBit(int index)
    {
        var golden = Cases[index];
        var set = SequenceGenerator.Generate(Notebook(golden));

        foreach (var (row, k) in golden.First.Select((row, k) => (row, k)).Append((golden.Last, golden.Last.Index)))
        {
            Assert.Equal(row.X, set.Inputs(k).ToArray());
            Assert.Equal(row.Y, set.Outputs[k]);
        }
        Assert.Equal(golden.SumY, NumpySum(set.Outputs));
    }

    [Theory, MemberData(nameof(Indices))]
    public void InputMoments_GoldenSets_EqualNumpy(int index)
    {
        var golden = Cases[index];
        var (mean, std) = SequenceGenerator.Generate(Notebook(golden)).InputMoments();
        Assert.Equal(golden.MeanX, mean, 1e-11);
        Assert.Equal(golden.StdX, std, 1e-11);
    }

    private static SequenceSpec Notebook(Case golden)
    {
        var kind = Enum.Parse<SequenceKind>(golden.Sequence, ignoreCase: true);
        return new(kind, Protocol.Notebook.Rule(kind), golden.Length, golden.Noise, golden.Last.Index + 1, -50, 50, golden.Seed);
    }

    /// <summary>numpy.sum: pairwise by halves, eight accumulators up to 128 numbers. A sum over every output, to the bit.</summary>
    private static double NumpySum(ReadOnlySpan<double> a)
    {
        if (a.Length > 128)
        {
            var half = a.Length / 2 - a.Length / 2 % 8;
            return NumpySum(a[..half]) + NumpySum(a[half..]);
        }
        Span<double> r = stackalloc double[8];
        var eights = a.Length - a.Length % 8;
        for (var i = 0; i < eights; i++) r[i % 8] += a[i];
        var sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
        foreach (var x in a[eights..]) sum += x;
        return sum;
    }
}
