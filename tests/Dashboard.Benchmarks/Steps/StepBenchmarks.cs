using BenchmarkDotNet.Attributes;
using Dashboard.Engine.Training;

namespace Dashboard.Benchmarks.Steps;

/// <summary>One training step of 32 sequences in either engine.</summary>
/// <remarks>In process: a process of its own for each benchmark would copy libtorch (490 MB) each time.</remarks>
[InProcess]
[MemoryDiagnoser]
public class StepBenchmarks
{
    private StepRunner fused = null!, torch = null!;

    [Params(ModelKind.Rnn, ModelKind.Lstm, ModelKind.Gru)]
    public ModelKind Model { get; set; }

    [Params(2, 15, 45)]
    public int Length { get; set; }

    [Params(6)]
    public int Hidden { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var data = StepRunner.Deck(Length);
        fused = StepRunner.Fused(new(Model, Hidden), data);
        torch = StepRunner.Torch(new(Model, Hidden), data);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        fused.Dispose();
        torch.Dispose();
    }

    [Benchmark]
    public double Fused() => fused.Step();

    [Benchmark(Baseline = true)]
    public double Torch() => torch.Step();
}
