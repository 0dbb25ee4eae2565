using BenchmarkDotNet.Running;
using Dashboard.Benchmarks.Deck;
using Dashboard.Benchmarks.Findings;
using Dashboard.Benchmarks.Steps;

// dotnet run -c Release --project tests/Dashboard.Benchmarks -- <mode>
switch (args.FirstOrDefault())
{
    case "steps":
        StepTable.Run(Console.Out);
        return 0;
    case "deck":
        // deck [seeds]: more than one seed is only timed, not compared.
        var seeds = args.Length > 1 ? int.Parse(args[1]) : 1;
        DeckTiming.Run(Console.Out, seeds, compare: seeds == 1);
        return 0;
    case "findings":
        FindingsTiming.Run(Console.Out, args.Length > 1 ? int.Parse(args[1]) : 20);
        return 0;
    case "bdn":
        BenchmarkRunner.Run<StepBenchmarks>(args: args[1..]);
        return 0;
    default:
        Console.Error.WriteLine("""
            Modes:
              steps         both engines side by side: ratios, and the share of the core's peak FMA rate
              deck [seeds]  the whole deck through queue and store, against one worker and against the torch engine
              findings [seeds]  claims, horizons and published check of a study with made-up results
              bdn           BenchmarkDotNet on single steps; takes its arguments
            """);
        return 2;
}
