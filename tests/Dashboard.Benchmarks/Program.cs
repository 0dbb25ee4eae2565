using BenchmarkDotNet.Running;
using Dashboard.Benchmarks.Deck;
using Dashboard.Benchmarks.Findings;
using Dashboard.Benchmarks.Steps;
using Dashboard.Engine.Training;

// dotnet run -c Release --project tests/Dashboard.Benchmarks -- <mode>
switch (args.FirstOrDefault())
{
    case "steps":
        StepTable.Run(Console.Out, [ModelKind.Rnn, ModelKind.Lstm]);
        return 0;
    case "gru":
        StepTable.Run(Console.Out, [ModelKind.Gru]);
        return 0;
    case "tasks":
        TaskTable.Run(Console.Out);
        return 0;
    case "before" when args.Length > 1:
        Before.Run(Console.Out, args[1]);
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
              steps         the deck's steps in both engines side by side: ratios, and the share of the core's peak FMA rate
              gru           the same for GRUs
              tasks         the same for adding and copy memory
              before DLL    the deck's training against an earlier build's Dashboard.Engine.dll
              deck [seeds]  the whole deck through queue and store, against one worker and against the torch engine
              findings [seeds]  claims, horizons and published check of a study with made-up results
              bdn           BenchmarkDotNet on single steps; takes its arguments
            """);
        return 2;
}
