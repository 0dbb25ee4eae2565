using System.Buffers.Binary;
using System.Security.Cryptography;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Runs;

/// <summary>
/// What a machine computes to show that its results are this build's to the bit: sequences as every engine reads them, and small
/// trials of every task and model. Takes some tenths of a second.
/// </summary>
public static class WorkProof
{
    /// <summary>Sets of sequences that are compared.</summary>
    public static int Sets => Specs().Count();

    /// <summary>Digest of sequences in single precision, hex; the same on every machine. (Their noise goes through the C library's sin,
    /// cos and log, whose last bit may differ in double precision and is rounded away.)</summary>
    public static string OfSequences() => Hash(hash =>
    {
        foreach (var spec in Specs())
        {
            var set = SequenceGenerator.Generate(spec);
            foreach (var x in set.FloatInputs()) Add(hash, (double)x);
            foreach (var y in set.FloatOutputs) Add(hash, (double)y);
        }
    });

    /// <summary>Digest of small trials, hex; the same on every machine that computes with vectors of that width.</summary>
    /// <param name="bits">The width; null where this machine has no such vectors.</param>
    public static string? OfTraining(int bits)
    {
        if (SimdWidths.Available.Where(w => 32 * (int)w == bits).ToArray() is not [var width]) return null;
        var runner = new LocalRunner(new([new FusedTrainer(width)]), new());
        return Hash(hash =>
        {
            foreach (var task in LabTasks.All)
            {
                var preset = task.Preset(task.Protocols[0]);
                var spec = preset with { TrainCount = 96, ValidationCount = 32, Epochs = 2, Lengths = [preset.RisingLengths[0]], Models = [.. Cell.Kinds], Seeds = [1], TestLengths = [], Engine = EngineChoice.Fused };
                foreach (var key in spec.Trials()) Add(hash, runner.Train(spec, key, null, CancellationToken.None));
            }
        });
    }

    // Both rules, kinds, lengths and noises of the golden sets that CPython made (tests hold the generator to its bits), shorter.
    private static IEnumerable<SequenceSpec> Specs() =>
        from task in LabTasks.All
        where task.DrawsIntegers
        from protocol in task.Protocols
        from length in new[] { 2, 5, 45 }
        from noise in new[] { 0.0, 2.0 }
        select new SequenceSpec(task.Kind, protocol.Rule(task.Kind), length, noise, 200, -50, 50, 42);

    private static string Hash(Action<IncrementalHash> add)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        add(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, TrialResult result)
    {
        hash.AppendData([(byte)result.Status, (byte)result.Epochs.Count]);
        foreach (var epoch in result.Epochs)
        {
            Add(hash, epoch.TrainLoss);
            Add(hash, epoch.ValidationLoss);
            Add(hash, epoch.GradientMean);
            Add(hash, epoch.GradientLastBatch);
        }
        foreach (var norm in result.BestFlow?.Norms ?? []) Add(hash, norm);
    }

    // Every NaN is one: its sign and payload depend on the order of an instruction's operands.
    private static void Add(IncrementalHash hash, double value)
    {
        Span<byte> bits = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bits, BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value));
        hash.AppendData(bits);
    }
}
