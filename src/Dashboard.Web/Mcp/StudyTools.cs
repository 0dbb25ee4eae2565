using System.ComponentModel;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Web.Api;
using ModelContextProtocol.Server;

namespace Dashboard.Web.Mcp;

/// <summary>Studies, and claims put to the test on them.</summary>
internal sealed class StudyTools(RunService runs, FindingsService findings)
{
    private const int MostIds = 10;
    private static readonly Limit Skip = new(0, 10_000_000), Take = new(1, 50);

    [McpServerTool(Name = "list_studies", Title = "List studies", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Studies, newest first: several runs launched together, such as the deck's 16 conditions or the rows of a phase map.")]
    public StudiesPage ListStudies([Description("Studies to leave out at the start.")] int skip = 0, [Description("Studies at most, 1 to 50.")] int take = 20)
    {
        Check(skip, take);
        var all = runs.Studies();
        StudyHead[] page = [.. all.Skip(skip).Take(take).Select(StudyHead.From)];
        return new(all.Count, Math.Max(0, all.Count - skip - page.Length), page);
    }

    [McpServerTool(Name = "read_study", Title = "Read a study", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("One study with its progress and its runs.")]
    public StudyPart ReadStudy([Description("The study's id.")] string id, [Description("Runs to leave out at the start.")] int skip = 0, [Description("Runs at most, 1 to 50.")] int take = 50)
    {
        Check(skip, take);
        var found = runs.FindStudy(id) ?? throw new ProblemException(404, $"There is no study '{Short(id)}'.");
        var whole = StudyMessage.From(found, runs);
        var page = whole.Runs.Skip(skip).Take(take).ToArray();
        return new(Math.Max(0, whole.Runs.Count - skip - page.Length), whole with { Runs = page });
    }

    [McpServerTool(Name = "read_claims", Title = "Read claims", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Every claim of the tasks put to the test: verdict, sentence, effects with 95% intervals over seeds. On studies, on runs that differ in their seeds only, or, without either, on the published result.")]
    public async Task<ClaimList> ReadClaims(
        [Description("Ids of studies with equal settings, at most 10: their seeds are taken together.")] string[]? studies = null,
        [Description("Ids of runs that differ in nothing but their seeds, at most 10.")] string[]? runIds = null,
        CancellationToken cancellation = default)
    {
        if (studies?.Length > MostIds) throw ProblemException.BadField("studies", $"Must be at most {MostIds} ids.");
        if (runIds?.Length > MostIds) throw ProblemException.BadField("runIds", $"Must be at most {MostIds} ids.");
        if (studies is { Length: > 0 } && runIds is { Length: > 0 }) throw ProblemException.BadField("runIds", "Give studies or runs, not both.");
        if (studies is not { Length: > 0 } && runIds is not { Length: > 0 }) return Of("the published result, one seed", StudyFindings.PublishedResult);
        Run[] of = studies is { Length: > 0 } ? [.. studies.SelectMany(OfStudy)] : [.. runIds!.Select(id => runs.Find(Query.Id(id)) ?? throw new RunNotFoundException(id))];
        if (of.Any(r => r.Spec.Brought is not null)) throw ProblemException.BadField("runIds", "What was brought in has no claims: how it was trained is not known.");
        if (of.Any(r => !r.Spec.SameStudy(of[0].Spec))) throw ProblemException.BadField(studies is { Length: > 0 } ? "studies" : "runIds", "Their settings differ in more than condition and seeds.");
        return Of(studies is { Length: > 0 } ? string.Join(", ", studies) : string.Join(", ", runIds!), await findings.OfAsync(of).WaitAsync(cancellation));
    }

    private IReadOnlyList<Run> OfStudy(string id)
    {
        if (runs.FindStudy(id) is not { Runs: { Count: > 0 } members } found) throw new ProblemException(404, $"There is no study '{Short(id)}'.");
        return found.Study.MapSetting is null ? members : throw ProblemException.BadField("studies", "A phase map has no claims: its rows are different networks.");
    }

    private static ClaimList Of(string source, StudyFindings found) => new(source, found.TrialsDone, [.. found.Claims.Select(ClaimMessage.From)]);

    private static void Check(int skip, int take)
    {
        var errors = new FieldErrors();
        errors.Number("skip", skip, Skip, 0);
        errors.Number("take", take, Take, 0);
        ProblemException.ThrowIfAny(errors);
    }

    private static string Short(string id) => id.Length <= 40 ? id : id[..40] + "…";
}
