using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tests.Statistics;

/// <summary>
/// How often a reader is told an interval that misses the true mean, over 20,000 samples of known distributions. Two humps as
/// trials have them: near 1 where the first input was found, near 30 where not.
/// </summary>
public sealed class IntervalCoverageTests
{
    private const int Samples = 20_000;

    public static TheoryData<string, int, double, double> Cases => new()
    {
        // Exact for normal values; a little less misses, as the odd sample looks like two groups and has no interval.
        { "normal", 5, 0.035, 0.055 },
        { "normal", 20, 0.045, 0.055 },
        // Skewed values: what the interval's documentation says of them.
        { "exponential", 5, 0.06, 0.12 },
        { "exponential", 20, 0.06, 0.09 },
        // An interval is told only where all seeds fell into one hump: 2 · ½⁵ of samples, and none of 20.
        { "two humps", 5, 0.05, 0.075 },
        { "two humps", 20, 0, 0.001 },
        // Where one in five finds it, five seeds miss the hump a third of the time and nothing in them tells.
        { "two humps, 1 in 5", 5, 0.30, 0.40 },
        { "two humps, 1 in 5", 20, 0, 0.02 },
        // Near 1, 15 and 30 alike: Student's formula holds, and five seeds mostly look like two groups or miss one.
        { "three humps", 5, 0, 0.055 },
        { "three humps", 20, 0.04, 0.06 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void OfMean_KnownDistribution_MissesTheTrueMeanThisOften(string distribution, int seeds, double least, double most)
    {
        var random = new Random(1);
        var (draw, mean) = Distribution(distribution, random);
        var missed = 0;
        for (var i = 0; i < Samples; i++)
        {
            var interval = Interval.OfMean([.. Enumerable.Range(0, seeds).Select(_ => draw())]);
            if (mean < interval.Low || mean > interval.High) missed++;
        }
        Assert.InRange((double)missed / Samples, least, most);
    }

    [Theory, InlineData(6), InlineData(20)]
    public void OfMedian_AnyDistribution_MissesAtMostOneInTwenty(int seeds)
    {
        var random = new Random(2);
        var missed = Enumerable.Range(0, Samples).Count(_ =>
        {
            var (low, high) = Interval.OfMedian([.. Enumerable.Range(0, seeds).Select(_ => -Math.Log(1 - random.NextDouble()))])!.Value;
            return Math.Log(2) < low || Math.Log(2) > high;
        });
        Assert.InRange((double)missed / Samples, 0.01, 0.05);
    }

    private static (Func<double> Draw, double Mean) Distribution(string name, Random random)
    {
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double Humps(double share) => random.NextDouble() < share ? 1 + 0.3 * Normal() : 30 + 0.5 * Normal();
        return name switch
        {
            "normal" => (Normal, 0),
            "exponential" => (() => -Math.Log(1 - random.NextDouble()), 1),
            "two humps" => (() => Humps(0.5), 15.5),
            "three humps" => (() => random.Next(3) == 0 ? 15 + 0.3 * Normal() : Humps(0.5), (1 + 15 + 30) / 3.0),
            _ => (() => Humps(0.2), 0.2 * 1 + 0.8 * 30),
        };
    }
}
