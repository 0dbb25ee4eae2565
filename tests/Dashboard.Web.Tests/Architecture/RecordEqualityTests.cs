using System.Reflection;
using System.Runtime.CompilerServices;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Architecture;

/// <summary>Records that are saved, shared or compared are equal only where every field is.</summary>
public sealed class RecordEqualityTests
{
    public static TheoryData<string> Types => [.. Samples.All.Select(s => s.GetType().Name)];

    [Theory, MemberData(nameof(Types))]
    public void Equals_OneFieldChanged_IsFalse(string type)
    {
        var sample = Sample(type);
        var changes = Changes(sample);
        Assert.NotEmpty(changes);
        foreach (var (path, changed) in changes)
        {
            Assert.False(sample.Equals(changed), $"{type}.{path} does not count");
            Assert.False(changed.Equals(sample), $"{type}.{path} does not count");
        }
    }

    /// <summary>Equality written by hand is where a field is forgotten; those who write it say so in <see cref="Samples"/>.</summary>
    [Fact]
    public void Equals_WrittenByHand_IsOfARecordThatIsTestedHereAndByValue()
    {
        var byHand = new[] { typeof(Run).Assembly, typeof(Program).Assembly }.SelectMany(a => a.GetTypes()).Where(RecordFields.IsRecord)
            .Where(t => !t.GetMethod("Equals", [t])!.IsDefined(typeof(CompilerGeneratedAttribute))).ToArray();
        Assert.Contains(typeof(RunSpec), byHand);
        Assert.All(byHand, t =>
        {
            var sample = Samples.All.Single(s => s.GetType() == t);
            var copy = RecordFields.Copy(sample);
            Assert.NotSame(sample, copy);
            Assert.True(sample.Equals(copy), $"{t.Name}: a copy is not equal");
            Assert.Equal(sample.GetHashCode(), copy.GetHashCode());
        });
    }

    private static IReadOnlyList<(string Path, object Changed)> Changes(object sample) =>
    [
        .. (IEnumerable<(string, object)>)typeof(RecordEqualityTests)
            .GetMethod(nameof(Boxed), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(sample.GetType()).Invoke(null, [sample])!,
    ];

    private static IEnumerable<(string, object)> Boxed<T>(T sample) where T : notnull =>
        RecordFields.Changes(sample).Select(c => (c.Path, (object)c.Changed));

    private static object Sample(string type) => Samples.All.Single(s => s.GetType().Name == type);
}
