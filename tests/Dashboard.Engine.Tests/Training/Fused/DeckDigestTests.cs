using Dashboard.Engine.Tasks;
using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Training.Fused;

/// <summary>
/// The deck's results to the bit: small trials of all 16 panels, both protocols and both models, at every vector width.
/// Golden/deck-digests.json says how it was made.
/// </summary>
public sealed class DeckDigestTests
{
    private const string File = "deck-digests.json";

    /// <summary>Digests by vector width (<see cref="Key"/>), then by condition; those of the sequences stand under "data".</summary>
    private sealed record Digests(string[] Made, Dictionary<string, Dictionary<string, string>> ByWidth);

    /// <summary>One trial of a run.</summary>
    private sealed record Case(RunSpec Spec, TrialKey Trial);

    public static TheoryData<string> Widths => [.. SimdWidths.Available.Select(w => w.ToString())];

    [Theory, MemberData(nameof(Widths))]
    public void Train_TheDecksConditions_AreTheSameToTheBitAsEver(string name)
    {
        var width = Enum.Parse<SimdWidth>(name);
        var expected = Golden.Read<Digests>(File).ByWidth;
        // Told apart first: sequences with noise go through the C library's sin, cos and log.
        Same(expected["data"], c => Hash(h => Add(h, c.Spec.Data(c.Trial.Length, c.Trial.Seed))));
        var trainer = new FusedTrainer(width);
        Same(expected[Key(width)], c => Hash(h => Add(h, Train(trainer, c))));
    }

    [Fact]
    public void Conditions_AreTheWholeDeckAndItsEdges()
    {
        var cases = Conditions().SelectMany(c => c.Cases).ToArray();
        Assert.Equal(320, cases.Length);
        Assert.Equal(32, cases.Select(c => (c.Spec.Protocol, c.Spec.Panel)).Distinct().Count());
        Assert.Equal((2, 45), (cases.Min(c => c.Trial.Length), cases.Max(c => c.Trial.Length)));
        Assert.Equal([1, 2, 5, 6, 8, 13, 31, 64], cases.Select(c => c.Spec.HiddenSize).Distinct().Order());
        Assert.Contains(cases, c => c.Spec.TrainCount % c.Spec.BatchSize != 0);
        Assert.Contains(cases, c => c.Spec.ClipNorm is not null);
        Assert.Contains(cases, c => c.Spec.ForgetBias is not null);
        Assert.Contains(cases, c => c.Spec.RecurrentInit == RecurrentInit.Orthogonal);
    }

    /// <summary>
    /// The width, and below 256 bits whether products are fused into sums there: .NET has FMA exactly where it has AVX2, so
    /// a processor whose widest vectors have 128 bits rounds twice where a wider one running the narrow kernels rounds once.
    /// </summary>
    private static string Key(SimdWidth width) => width switch
    {
        SimdWidth.Bits512 or SimdWidth.Bits256 => $"{(int)width * 32}",
        _ => $"{(int)width * 32}{(Fma.IsSupported ? " fused" : "")}",
    };

    private static void Same(Dictionary<string, string> expected, Func<Case, byte[]> digest)
    {
        var actual = Conditions().ToDictionary(c => c.Name, c => Hash(h => { foreach (var one in c.Cases) h.AppendData(digest(one)); }));
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.Equal([], actual.Where(a => expected[a.Key] != Convert.ToHexStringLower(a.Value)).Select(a => a.Key));
    }

    private static IEnumerable<(string Name, IEnumerable<Case> Cases)> Conditions()
    {
        var number = 0;
        foreach (var protocol in new[] { Protocol.Slides, Protocol.Notebook })
            foreach (var panel in Presets.Panels)
                foreach (var model in new[] { ModelKind.Rnn, ModelKind.Lstm })
                {
                    var cases = Enumerable.Range(number, 5).Select(n => Of(n, protocol, panel, model)).ToArray();
                    number += cases.Length;
                    yield return ($"{protocol}, {panel.Name}, {model}", cases);
                }
    }

    /// <summary>Case <paramref name="n"/> of all: the deck's settings on little data, and its edges. Numbers without a common
    /// divisor, so that settings meet in ever new pairs.</summary>
    private static Case Of(int n, Protocol protocol, Panel panel, ModelKind model)
    {
        int hidden = new[] { 6, 1, 6, 13, 6, 64, 6, 8, 6, 31, 6, 2, 5 }[n % 13];
        var length = Presets.Lengths[n * 8 % 27];
        var spec = Presets.Run(panel, protocol, [1 + n % 4]) with
        {
            Lengths = [length],
            Models = [model],
            HiddenSize = hidden,
            TrainCount = hidden > 30 ? 37 : 60 + n % 41,
            ValidationCount = 20 + n % 19,
            Epochs = hidden > 30 ? 2 : 3,
            BatchSize = new[] { 32, 32, 7, 32, 100, 16, 32, 1, 32 }[n % 9] is var batch && batch == 1 && hidden > 6 ? 5 : batch,
            Patience = n % 8 == 2 ? 0 : 3,
            // The last makes trials diverge.
            LearningRate = new[] { 0.01, 0.01, 0.05, 0.01, 0.002, 0.01, 0.01, 0.01, 0.01, 0.01, 3e37 }[n % 11],
            ClipNorm = n % 5 == 3 ? 0.5 : null,
            ForgetBias = model == ModelKind.Lstm && n % 5 == 1 ? 1 : null,
            RecurrentInit = n % 5 == 4 ? RecurrentInit.Orthogonal : RecurrentInit.Uniform,
            FreshData = n % 3 == 1,
        };
        return new(spec, new(model, length, spec.Seeds[0]));
    }

    private static TrialResult Train(FusedTrainer trainer, Case one)
    {
        var (training, validation) = one.Spec.Data(one.Trial.Length, one.Trial.Seed);
        var data = new TrainingData(SequenceGenerator.Generate(training), SequenceGenerator.Generate(validation), one.Spec.Standardize);
        return trainer.Train(data, one.Spec.Network(one.Trial.Model), one.Spec.Training(), one.Trial.Seed, null, CancellationToken.None);
    }

    private static byte[] Hash(Action<IncrementalHash> add)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        add(hash);
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, TrialResult result)
    {
        hash.AppendData([(byte)result.Status, (byte)(result.StoppedEarly ? 1 : 0), (byte)result.Epochs.Count]);
        foreach (var epoch in result.Epochs)
        {
            Add(hash, epoch.TrainLoss);
            Add(hash, epoch.ValidationLoss);
            Add(hash, epoch.GradientMean);
            Add(hash, epoch.GradientLastBatch);
        }
        foreach (var flow in new[] { result.FirstFlow, result.BestFlow })
        {
            hash.AppendData([(byte)(flow?.Epoch ?? 0)]);
            foreach (var norm in flow?.Norms ?? []) Add(hash, norm);
        }
    }

    /// <summary>The sequences as engines read them, in float32: the last bit of a double, where C libraries (and one library
    /// on processors with and without FMA) differ, is rounded away.</summary>
    private static void Add(IncrementalHash hash, (SequenceSpec Training, SequenceSpec Validation) specs)
    {
        foreach (var spec in new[] { specs.Training, specs.Validation })
        {
            var set = SequenceGenerator.Generate(spec);
            foreach (var x in set.FloatInputs()) Add(hash, x);
            foreach (var y in set.FloatOutputs) Add(hash, y);
        }
    }

    private static void Add(IncrementalHash hash, float value)
    {
        Span<byte> bits = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bits, BitConverter.SingleToInt32Bits(float.IsNaN(value) ? float.NaN : value));
        hash.AppendData(bits);
    }

    // Every NaN is one: its sign and payload depend on the order of an instruction's operands, which the compiler chooses.
    private static void Add(IncrementalHash hash, double value)
    {
        Span<byte> bits = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bits, BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value));
        hash.AppendData(bits);
    }
}
