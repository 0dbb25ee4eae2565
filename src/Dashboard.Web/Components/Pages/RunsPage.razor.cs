using System.Globalization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.History;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Dashboard.Web.Components.Pages;

/// <summary>The history of runs: find, choose, rename, tag, delete; rows follow what trains.</summary>
public sealed partial class RunsPage : IDisposable
{
    /// <summary>Most runs that "select all" chooses.</summary>
    private const int MostSelected = 2_000;

    // New runs and status changes move rows and counts; more than once a second would be restless.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource left = new();
    private readonly Selection selection = new();

    // What is being written, by run: another row's editor, another page of the list or a deletion elsewhere leave it as it is.
    private readonly Dictionary<string, RunDraft> drafts = [];
    private RunsView view = new();
    private Engine.Runs.RunPage page = new(0, [], new Dictionary<RunStatus, int>(), [], []);
    private int unfiltered;
    private string? editing;
    private FieldErrors? unread;

    [Inject] private RunService Service { get; set; } = null!;
    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private ISnackbar Snackbar { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;

    [SupplyParameterFromQuery] public string? Q { get; set; }
    [SupplyParameterFromQuery] public string? Status { get; set; }
    [SupplyParameterFromQuery] public string? Protocol { get; set; }
    [SupplyParameterFromQuery] public string? Sequence { get; set; }
    [SupplyParameterFromQuery(Name = "noise")] public string? NoiseText { get; set; }
    [SupplyParameterFromQuery] public string? Origin { get; set; }
    [SupplyParameterFromQuery] public string? Tag { get; set; }
    [SupplyParameterFromQuery(Name = "by")] public string? ByText { get; set; }
    [SupplyParameterFromQuery] public string? Sort { get; set; }
    [SupplyParameterFromQuery] public string? Order { get; set; }
    [SupplyParameterFromQuery(Name = "page")] public string? PageNumberText { get; set; }

    private bool AllChosen => page.Items.Count > 0 && page.Items.All(r => selection.Has(r.Id));

    /// <summary>Whether it is worth saying who launched what: somebody with a name did.</summary>
    private bool ShowsLaunchers => view.Query.LaunchedBy is not null || page.Launchers.Any(l => l != Person.LabToken);

    private string StartThis => Navigation.GetUriWithQueryParameters("new", new Dictionary<string, object?>
    {
        ["protocol"] = Protocol, ["sequence"] = Sequence, ["noise"] = view.Query.Noise,
    });

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var address = new AddressFields(new Uri(Navigation.Uri).Query);
        view = RunsView.Parse(address);
        unread = address.Errors;
        Load();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        Background(FollowAsync);
        // An editor that was open when the circuit ended.
        if (await Browser.ReadDraftAsync(RunEditor.DraftKind) is not { } texts || texts.GetValueOrDefault("id") is not { } id
            || Service.Find(id) is not { } run || editing is not null) return;
        drafts[id] = RunDraft.From(run, texts);
        editing = id;
        StateHasChanged();
    }

    private TaskScore Score => TaskScore.Of(page.Items.Select(r => r.Spec));

    // Each task has its own: one number would be wrong for most rows.
    private string Low => page.Items.Select(r => r.Spec.Task.Score.Low).Distinct().Count() > 1 ? "low for its task" : $"under {Numbers.Plain(Score.Low)}";

    private void Load()
    {
        page = Service.List(view.Query);
        foreach (var (id, draft) in drafts) draft.See(Service.Find(id));
        unfiltered = view.IsFiltered ? Service.List(new() { Take = 1 }).Total : page.Total;
        // The last run of a last page was deleted: show the page before it.
        if (page is { Total: > 0, Items.Count: 0 }) Go(q => q with { Skip = (page.Total - 1) / RunsView.PageSize * RunsView.PageSize });
    }

    private async Task FollowAsync()
    {
        using var subscription = Service.SubscribeAll();
        var first = true;
        try
        {
            await foreach (var update in subscription.ReadAllAsync(left.Token))
            {
                // Only what the list shows or might show is worth reading it again. The first news always is: it has what goes on
                // and not the runs that began and ended since the page was drawn.
                if (!first && update.Changed.Count == 0 && update.Removed.Count == 0) continue;
                first = false;
                Load();
                StateHasChanged();
                await Task.Delay(Pace, left.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private int CountOf(StatusGroup group) => RunsView.Statuses(group).Sum(s => page.StatusCounts.GetValueOrDefault(s));

    private void Go(Func<RunQuery, RunQuery> change) => Show(view with { Query = change(view.Query with { Skip = 0 }) });

    private void Go(StatusGroup? group) => Show(view with { Group = group, Query = view.Query with { Skip = 0 } });

    private void Turn(int pages) => Show(view with { Query = view.Query with { Skip = view.Query.Skip + pages * RunsView.PageSize } });

    private void Clear() => Show(new());

    private void Show(RunsView wanted) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("runs", wanted.Parameters()), replace: wanted.Page == view.Page);

    private void Filter(string name, ChangeEventArgs change)
    {
        var parameters = view.Parameters();
        parameters[name] = change.Value is string { Length: > 0 } text ? text : null;
        parameters["page"] = null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("runs", parameters), replace: true);
    }

    private void SortBy(RunSort sort) => Go(q => q with { Sort = sort, Descending = q.Sort == sort ? !q.Descending : sort is not (RunSort.Name or RunSort.Status) });

    private void Tick(string id, MouseEventArgs click) => selection.Toggle(id, click.ShiftKey, [.. page.Items.Select(r => r.Id)]);

    private void ToggleAll() => selection.Set(page.Items.Select(r => r.Id), !AllChosen);

    private void SelectAll()
    {
        for (var skip = 0; skip < Math.Min(page.Total, MostSelected); skip += 500)
            selection.Set(Service.List(view.Query with { Skip = skip, Take = 500 }).Items.Select(r => r.Id), true);
    }

    private RenderFragment Head(string text, RunSort sort, string? css = null) => builder =>
    {
        var sorted = view.Query.Sort == sort;
        builder.OpenElement(0, "th");
        builder.AddAttribute(1, "class", css);
        builder.AddAttribute(2, "aria-sort", sorted ? view.Query.Descending ? "descending" : "ascending" : null);
        builder.OpenElement(3, "button");
        builder.AddAttribute(4, "type", "button");
        builder.AddAttribute(5, "onclick", EventCallback.Factory.Create(this, () => SortBy(sort)));
        // An arrow before the word keeps right-aligned heads over their numbers.
        builder.AddContent(6, sorted ? view.Query.Descending ? "↓ " : "↑ " : "");
        builder.AddContent(7, text);
        builder.CloseElement();
        builder.CloseElement();
    };

    private static string? Used(object? value) => value is null ? null : "used";

    private static string Capital(string word) => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..];

    /// <inheritdoc />
    public void Dispose()
    {
        left.Cancel();
        left.Dispose();
    }
}
