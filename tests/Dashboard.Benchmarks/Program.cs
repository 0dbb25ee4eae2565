using BenchmarkDotNet.Running;
using Dashboard.Benchmarks.Steps;

// dotnet run -c Release --project tests/Dashboard.Benchmarks -- <mode>
switch (args.FirstOrDefault())
{
    case "steps":
        StepTable.Run(Console.Out);
        return 0;
    case "bdn":
        BenchmarkRunner.Run<StepBenchmarks>(args: args[1..]);
        return 0;
    default:
        Console.Error.WriteLine("Modes: steps (both engines side by side: ratios and share of the FMA peak), bdn (BenchmarkDotNet on single steps; takes its arguments)");
        return 2;
}
