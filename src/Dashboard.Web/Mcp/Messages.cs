using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;
using Dashboard.Web.Api;
using Dashboard.Web.Live;

namespace Dashboard.Web.Mcp;

/// <summary>One page of runs.</summary>
/// <param name="Total">Runs that match.</param>
/// <param name="LeftOut">Those after this page; ask with a larger skip.</param>
/// <param name="Runs">The page.</param>
/// <param name="Tags">Tags in use, most used first; the first 50.</param>
public sealed record RunsPage(int Total, int LeftOut, IReadOnlyList<RunSummaryMessage> Runs, IReadOnlyList<string> Tags);

/// <summary>One page of a run's trials.</summary>
/// <param name="Total">Trials that match.</param>
/// <param name="LeftOut">Those after this page; ask with a larger skip.</param>
/// <param name="Epochs">Whether their epochs are there; without them each trial's list is empty whatever it trained.</param>
/// <param name="Trials">The page, by length, model and seed.</param>
public sealed record TrialsPage(int Total, int LeftOut, bool Epochs, IReadOnlyList<TrialMessage> Trials);

/// <summary>One page of studies.</summary>
/// <param name="Total">All there are.</param>
/// <param name="LeftOut">Those after this page.</param>
/// <param name="Studies">Newest first.</param>
public sealed record StudiesPage(int Total, int LeftOut, IReadOnlyList<StudyHead> Studies);

/// <summary>A study, with some of its runs.</summary>
/// <param name="RunsLeftOut">Runs after those that are there.</param>
/// <param name="Study">The study.</param>
public sealed record StudyPart(int RunsLeftOut, StudyMessage Study);

/// <summary>The tasks there are.</summary>
/// <param name="Tasks">In the order they are offered.</param>
public sealed record TaskList(IReadOnlyList<TaskMessage> Tasks);

/// <summary>What networks can be asked to learn.</summary>
/// <param name="Sequence">The word that a launch and a list of runs take.</param>
/// <param name="Rule">What is to be learnt.</param>
/// <param name="Score">What its networks are judged by, lower is better.</param>
/// <param name="Solved">When one network has learnt it.</param>
/// <param name="Protocols">How its data and settings can be defined; the first is the usual one.</param>
/// <param name="Lengths">Lengths it can be drawn at.</param>
/// <param name="Published">What was published of it.</param>
public sealed record TaskMessage(
    SequenceKind Sequence, string Name, string Rule, string Score, string Solved, IReadOnlyList<Protocol> Protocols, string Lengths, string Published);

/// <summary>Claims put to the test.</summary>
/// <param name="Source">On what.</param>
/// <param name="TrialsDone">Trials that had ended.</param>
/// <param name="Claims">Those that have numbers.</param>
public sealed record ClaimList(string Source, int TrialsDone, IReadOnlyList<ClaimMessage> Claims);

/// <summary>A claim and what the numbers say of it.</summary>
/// <param name="Statement">What is claimed.</param>
/// <param name="Verdict">supported, contradicted or notSettled.</param>
/// <param name="Sentence">What the numbers say.</param>
/// <param name="RestsOnSolved">The verdict rests on the share of seeds that solve the task, as their scores fall into two groups.</param>
/// <param name="MoreSeeds">About how many more seeds would settle it; null where that cannot be said.</param>
/// <param name="How">How its effect is computed.</param>
/// <param name="Effects">One a subject.</param>
public sealed record ClaimMessage(
    string Id, string Statement, string Observation, Verdict Verdict, string Sentence, bool RestsOnSolved, int? MoreSeeds, string How, IReadOnlyList<EffectMessage> Effects)
{
    /// <summary>From a tested claim.</summary>
    public static ClaimMessage From(TestedClaim tested) => new(
        tested.Id, tested.Claim.Statement, tested.Claim.Observation, tested.Verdict, tested.Sentence, tested.RestsOnSolved, tested.MoreSeeds, tested.Basis.Claim.How,
        [.. tested.Basis.Effects.Select(e => new EffectMessage(e.Subject.Name, e.Interval.Estimate, e.Interval.Low, e.Interval.High, e.Interval.Count, e.Conditions, e.Verdict))]);
}

/// <summary>One effect.</summary>
/// <param name="Subject">Whose: a model's, or one's against another.</param>
/// <param name="Estimate">The effect.</param>
/// <param name="Low">Lower end of the 95% interval; null where there is none.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Units">Seeds (conditions for the published result) it is taken over.</param>
/// <param name="Conditions">Conditions it is taken over.</param>
public sealed record EffectMessage(string Subject, double Estimate, double? Low, double? High, int Units, int Conditions, Verdict Verdict);

/// <summary>Runs held against each other.</summary>
/// <param name="Baseline">The run that changes are against.</param>
/// <param name="Apart">Why their scores cannot be compared; null where they can.</param>
/// <param name="Runs">In the order asked for.</param>
/// <param name="Settings">Settings that differ.</param>
/// <param name="Results">Results of every model.</param>
/// <param name="LengthsLeftOut">Lengths after those that are there; ask with a larger from.</param>
/// <param name="ByLength">Scores by length.</param>
public sealed record ComparisonMessage(
    string Baseline, string? Apart, IReadOnlyList<ComparedRun> Runs, IReadOnlyList<ComparedSetting> Settings, IReadOnlyList<ComparedResult> Results,
    int LengthsLeftOut, IReadOnlyList<ComparedLength> ByLength);

/// <summary>One of the runs.</summary>
/// <param name="Origin">trained, broughtIn or published.</param>
public sealed record ComparedRun(string Id, string Name, string Origin, string Score);

/// <summary>A setting that differs.</summary>
/// <param name="Values">One a run, in their order.</param>
public sealed record ComparedSetting(string Name, IReadOnlyList<string> Values);

/// <summary>A result.</summary>
/// <param name="Values">One a run, in their order, as people read it.</param>
public sealed record ComparedResult(ModelKind Model, string Name, IReadOnlyList<string> Values);

/// <summary>One model of one run at one length.</summary>
/// <param name="Score">Mean over its seeds; null where none has finished.</param>
/// <param name="Change">The score less the baseline's.</param>
/// <param name="Solved">Seeds that solve the task.</param>
/// <param name="Tried">Of how many.</param>
public sealed record ComparedLength(int Length, ModelKind Model, string Run, double? Score, int Seeds, double? Change, int Solved, int Tried);

/// <summary>What a launch did or would do.</summary>
/// <param name="Launched">False where it was a dry run.</param>
/// <param name="Trials">Lengths × models × seeds.</param>
/// <param name="EstimatedSeconds">About how long it trains on this machine, the queue not counted.</param>
/// <param name="Run">The run; null for a dry run.</param>
/// <param name="Spec">All its settings, for a dry run.</param>
public sealed record LaunchMessage(bool Launched, int Trials, double EstimatedSeconds, RunMessage? Run, Engine.Runs.RunRequest? Spec);
