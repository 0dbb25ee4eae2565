using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Storage;

/// <summary>A trial as bytes: layout version, fields, checksum. Doubles and floats are kept bit for bit, little-endian.</summary>
internal static class TrialBlob
{
    // 2: what trained it, at the end. 3: what was read from each epoch's predictions. 4: tests at other lengths, at the end. 5: the machine, at the end. Older records are read as they are and stay
    // so until they are written again.
    private const byte Version = 5;

    public static byte[] Write(Trial trial)
    {
        var blob = new BlobWriter(Version);
        blob.Int(trial.Index);
        blob.Name(trial.Key.Model);
        blob.Int(trial.Key.Length);
        blob.Long(trial.Key.Seed);
        blob.Name(trial.Status);
        blob.Text(trial.Engine);
        blob.Bool(trial.Result is not null);
        if (trial.Result is { } result)
        {
            blob.Name(result.Status);
            blob.Bool(result.StoppedEarly);
            blob.Double(result.Seconds);
            blob.Text(result.Error);
            blob.Int(result.Epochs.Count);
            foreach (var epoch in result.Epochs)
            {
                blob.Int(epoch.Epoch);
                blob.Double(epoch.TrainLoss);
                blob.Double(epoch.ValidationLoss);
                blob.Double(epoch.GradientMean);
                blob.Double(epoch.GradientLastBatch);
                blob.Floats([.. epoch.Readings]);
            }
            Flow(blob, result.FirstFlow);
            Flow(blob, result.BestFlow);
        }
        blob.Bool(trial.Origin is not null);
        if (trial.Origin is { } origin)
        {
            blob.Int(origin.Version);
            blob.Int(origin.VectorBits);
        }
        var tests = trial.Result?.Tests ?? [];
        blob.Int(tests.Count);
        foreach (var test in tests)
        {
            blob.Int(test.Length);
            blob.Double(test.Score);
            blob.Floats([.. test.Readings]);
        }
        blob.Text(trial.Machine);
        return blob.Finish();
    }

    /// <exception cref="InvalidDataException">The bytes are not a trial's.</exception>
    public static Trial Read(byte[] bytes)
    {
        var blob = new BlobReader(bytes, Version);
        var index = blob.Int();
        var key = new TrialKey(blob.Name<ModelKind>(), blob.Int(), blob.Long());
        var status = blob.Name<TrialStatus>();
        var engine = blob.Text();
        var result = blob.Bool() ? Result(blob) : null;
        var origin = blob.Version >= 2 && blob.Bool() ? new TrialOrigin(blob.Int(), blob.Int()) : null;
        var tests = blob.Version >= 4 ? Tests(blob) : [];
        if (result is not null) result = result with { Tests = tests };
        var machine = blob.Version >= 5 ? blob.Text() : null;
        return new(index, key, status, engine is null ? null : string.Intern(engine), result, origin, machine is null ? null : string.Intern(machine));
    }

    private static TestResult[] Tests(BlobReader blob)
    {
        var tests = new TestResult[blob.Int()];
        for (var i = 0; i < tests.Length; i++) tests[i] = new(blob.Int(), blob.Double(), blob.Floats());
        return tests;
    }

    private static TrialResult Result(BlobReader blob)
    {
        var status = blob.Name<TrialStatus>();
        var stopped = blob.Bool();
        var seconds = blob.Double();
        var error = blob.Text();
        var epochs = new EpochResult[blob.Int()];
        for (var i = 0; i < epochs.Length; i++)
            epochs[i] = new(blob.Int(), blob.Double(), blob.Double(), blob.Double(), blob.Double()) { Readings = blob.Version >= 3 ? blob.Floats() : [] };
        return new(status, epochs, stopped, seconds, Flow(blob), Flow(blob), error);
    }

    private static void Flow(BlobWriter blob, GradientFlow? flow)
    {
        blob.Bool(flow is not null);
        if (flow is null) return;
        blob.Int(flow.Epoch);
        blob.Floats(flow.Norms);
    }

    private static GradientFlow? Flow(BlobReader blob) => blob.Bool() ? new(blob.Int(), blob.Floats()) : null;
}
