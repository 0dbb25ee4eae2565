using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Inside;
using Dashboard.Web.Operations;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.People;

/// <summary>
/// All that people do to the lab, in the name of who asks: each is checked by <see cref="Rules"/>, done, and noted. Pages and
/// the API change nothing past it.
/// </summary>
/// <remarks>Every call may throw <see cref="NotAllowedException"/>, and what the service behind it throws.</remarks>
public sealed partial class LabActions(
    Caller caller, RunService runs, ShareService shares, RecordingShelf shelf, TokenService tokens, IMachines machines, IAuditStore audit, TimeProvider time)
{
    // Lines back in which the same refusal is not noted again.
    private const int MostTries = 200;

    /// <summary>Who asks.</summary>
    public Person Who => caller.Who;

    /// <summary>Why who asks may not, in words for them; null where they may.</summary>
    /// <param name="deed">What.</param>
    /// <param name="owner">The name of whose it is; null where nobody is known.</param>
    public string? WhyNot(Deed deed, string? owner) => Ended() ?? Rules.WhyNot(Who, deed, owner);

    /// <summary>Why who asks may never; null where they may with some.</summary>
    public string? WhyNever(Deed deed) => Ended() ?? Rules.WhyNever(Who, deed);

    /// <summary>Whether who asks may do something to a run.</summary>
    public bool May(Deed deed, Run run) => WhyNot(deed, run.LaunchedBy?.Name) is null;

    /// <summary>Whether who asks may do something with their own at least.</summary>
    public bool May(Deed deed) => WhyNever(deed) is null;

    // A page stays open longer than what it was opened with may last.
    private string? Ended() => Who switch
    {
        { TokenId: { } id } when tokens.Alive(id) is null => "Your token was revoked.",
        { Entry: Entry.Open } when tokens.Any => "The lab asks for a token by now: log in.",
        _ => null,
    };

    private void Demand(Deed deed, string? owner = null)
    {
        if (WhyNot(deed, owner) is { } why) throw new NotAllowedException(why);
    }

    // Of something that somebody has: that others tried is noted.
    private void Demand(Deed deed, string? owner, string target, string title)
    {
        if (WhyNot(deed, owner) is not { } why) return;
        // A script that goes on trying fills no list.
        if (!audit.List().Take(MostTries).Any(e => e.Refused && e.Deed == deed && e.Target == target && e.By == Who.Name)) Note(deed, target, title, refused: true);
        throw new NotAllowedException(why);
    }

    /// <inheritdoc cref="RunService.Launch(RunSpec, string?, IReadOnlyList{string}?, Launcher?)"/>
    public Run Launch(RunSpec spec, string? name = null, IReadOnlyList<string>? tags = null) =>
        Launched(() => runs.Launch(spec, name, tags, Who.ToLauncher()));

    /// <inheritdoc cref="RunService.Bring"/>
    public Run Bring(RunSpec spec, IReadOnlyList<Trial> trials, string? name = null, IReadOnlyList<string>? tags = null)
    {
        Demand(Deed.Bring);
        var run = runs.Bring(spec, trials, name, tags, Who.ToLauncher());
        Note(Deed.Bring, run.Id, run.Name);
        return run;
    }

    /// <inheritdoc cref="RunService.LaunchDeck"/>
    public Study LaunchDeck(
        Protocol protocol, IReadOnlyList<long> seeds, string? name = null, EngineChoice engine = EngineChoice.Auto, IReadOnlyList<ModelKind>? models = null) =>
        Launched(() => runs.LaunchDeck(protocol, seeds, name, engine, models, Who.ToLauncher()));

    /// <inheritdoc cref="RunService.LaunchMore"/>
    public Study LaunchMore(string studyId, IReadOnlyList<long> seeds) => Launched(() => runs.LaunchMore(studyId, seeds, Who.ToLauncher()));

    /// <inheritdoc cref="RunService.LaunchMap"/>
    public Study LaunchMap(MapSpec map, string? name = null) => Launched(() => runs.LaunchMap(map, name, Who.ToLauncher()));

    /// <summary>Trains the networks asked for as a run of their own, here and now.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="NothingInsideException">The run has no such networks, or none that can be shown.</exception>
    /// <exception cref="QueueFullException"/>
    public Run TrainAnew(string id, InsideAsked asked) => Launched(() =>
    {
        var (spec, name, tags) = shelf.Anew(id, asked);
        return runs.Launch(spec, name, tags, Who.ToLauncher());
    });

    /// <inheritdoc cref="RunService.LaunchSeeds"/>
    public Run LaunchSeeds(string studyId, MapCell cell, int count)
    {
        // The study grows: it is changed.
        var study = runs.FindStudy(studyId)?.Study;
        if (study is null) Demand(Deed.AddSeeds);
        else Demand(Deed.AddSeeds, study.LaunchedBy?.Name, studyId, study.Name);
        var run = runs.LaunchSeeds(studyId, cell, count, Who.ToLauncher());
        Note(Deed.AddSeeds, run.Id, run.Name);
        return run;
    }

    /// <inheritdoc cref="RunService.Pause"/>
    public Run Pause(string id) => Do(Deed.Pause, id, runs.Pause);

    /// <inheritdoc cref="RunService.Resume"/>
    public Run Resume(string id) => Do(Deed.Resume, id, runs.Resume);

    /// <inheritdoc cref="RunService.Cancel"/>
    public Run Cancel(string id) => Do(Deed.Cancel, id, runs.Cancel);

    /// <inheritdoc cref="RunService.Edit(string, string?, string?, IReadOnlyList{string}?)"/>
    public Run Edit(string id, string? name, string? notes, IReadOnlyList<string>? tags) => Do(Deed.Edit, id, i => runs.Edit(i, name, notes, tags));

    /// <inheritdoc cref="RunService.Edit(string, Func{Run, RunEdit})"/>
    public Run Edit(string id, Func<Run, RunEdit> change) => Do(Deed.Edit, id, i => runs.Edit(i, change));

    /// <inheritdoc cref="RunService.Restore"/>
    public Run Restore(string id) => Do(Deed.Restore, id, runs.Restore);

    /// <inheritdoc cref="RunService.Delete"/>
    public void Delete(string id) => Do(Deed.Delete, id, i =>
    {
        var run = runs.FindDeletedToo(i);
        runs.Delete(i);
        return run!;
    });

    private Run Launched(Func<Run> launch)
    {
        Demand(Deed.Launch);
        var run = launch();
        Note(Deed.Launch, run.Id, run.Name);
        return run;
    }

    private Study Launched(Func<Study> launch)
    {
        Demand(Deed.Launch);
        var study = launch();
        Note(Deed.Launch, study.Id, study.Name);
        return study;
    }

    private Run Do(Deed deed, string id, Func<string, Run> act)
    {
        // Before anybody is told whether it is there.
        if (WhyNever(deed) is { } never) throw new NotAllowedException(never);
        var run = runs.FindDeletedToo(id) ?? throw new RunNotFoundException(id);
        Demand(deed, run.LaunchedBy?.Name, id, run.Name);
        var now = act(id);
        Note(deed, id, run.Name);
        return now;
    }

    /// <summary>Notes what was done; not where nobody is asked who they are.</summary>
    private void Note(Deed deed, string target, string title, bool refused = false)
    {
        if (Who.Entry == Entry.Open && !tokens.Any) return;
        audit.Add(new(Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), time.GetUtcNow().UtcDateTime, Who.Name, deed, target, title, refused));
    }
}
