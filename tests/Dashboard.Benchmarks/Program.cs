using BenchmarkDotNet.Running;
using Dashboard.Benchmarks.Deck;
using Dashboard.Benchmarks.Findings;
using Dashboard.Benchmarks.Steps;
using Dashboard.Engine.Training;

// dotnet run -c Release --project tests/Dashboard.Benchmarks -- <mode>
switch (args.FirstOrDefault())
{
    case "steps":
        StepTable.Run(Console.Out, [ModelKind.Rnn, ModelKind.Lstm], aim: "25×");
        return 0;
    case "gru":
        StepTable.Run(Console.Out, [ModelKind.Gru], aim: "40×");
        return 0;
    case "adding" or "copy" or "tasks":
        TaskTable.Run(Console.Out, adding: args[0] != "copy", copy: args[0] != "adding");
        return 0;
    case "readings":
        ReadingsTable.Run(Console.Out);
        return 0;
    case "before" when args.Length > 1:
        Before.Run(Console.Out, args[1], args.Length > 2 ? [.. args[2..].Select(int.Parse)] : null);
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
              adding        LSTM on the adding task in both engines
              copy          LSTM and GRU on copy memory in both engines
              tasks         adding and copy
              readings      what is read from every epoch's predictions, over its training, for every task and cell
              before COMMIT [lengths]  the deck's training against an earlier version (or its Dashboard.Engine.dll), alternating
              deck [seeds]  the whole deck through queue and store: share of the peak; with one seed also against one worker and the torch engine
              findings [seeds]  claims, horizons and published check of a study with made-up results
              bdn           BenchmarkDotNet on single steps; takes its arguments
            Each but the last two ends in lines for README's table.
            """);
        return 2;
}
