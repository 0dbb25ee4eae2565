using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Components.PhaseMaps;

/// <summary>A phase map on its study's page, live; the address holds the whole view.</summary>
public sealed partial class PhaseMapCards : IDisposable
{
    private MapView view = new();
    private PhaseMap? map;
    private IReadOnlyList<Run> shownRuns = [];
    private (IReadOnlyList<Run>, double?)? built;
    private FieldErrors? unread;
    private string? failure, wrong;
    private string before = "", after = "";
    private bool working, again;

    [Inject] private MapService Maps { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Parameter, EditorRequired] public required Study Study { get; set; }

    /// <summary>Its runs; a new list with each change.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<Run> Runs { get; set; }

    private TaskScore Score => Runs[0].Spec.Task.Score;

    private IReadOnlyList<(MapShown, string)> Says => [(MapShown.Solved, "Share solved"), (MapShown.Median, $"Median {Score.Word}")];

    /// <inheritdoc />
    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        ReadAddress();
        return BuildAsync();
    }

    private void ReadAddress()
    {
        if (Runs.Count == 0) return;
        var address = new AddressFields(new Uri(Navigation.Uri).Query);
        view = MapView.Parse(address, Score.Solved);
        unread = address.Errors;
        (before, after) = Score.Solved.Around();
    }

    /// <summary>Makes the map of the runs as they now are, on another thread: reading their trials may take a while. News that
    /// come meanwhile are taken in together afterwards.</summary>
    private async Task BuildAsync()
    {
        if (built == (Runs, view.Under) || Runs.Count == 0) return;
        if (working)
        {
            again = true;
            return;
        }
        working = true;
        do
        {
            again = false;
            var (study, runs, under) = (Study, Runs, view.Under);
            try
            {
                var made = await Task.Run(() => Maps.Of(study, runs, under));
                (map, shownRuns, built, failure) = (made, runs, (runs, under), null);
            }
            catch (StorageUnavailableException e)
            {
                failure = e.Message;
            }
        }
        while (again);
        working = false;
    }

    // A change of the query alone sets no parameters.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (!new Uri(e.Location).AbsolutePath.Contains("/studies", StringComparison.Ordinal)) return;
        Background(async () =>
        {
            ReadAddress();
            StateHasChanged();
            await BuildAsync();
            StateHasChanged();
        });
    }

    private void Threshold(ChangeEventArgs e)
    {
        var (value, problem) = NumberText.Parse(e.Value as string, whole: false);
        wrong = value is { } under && Score.Solved.Allowed.Allows(under) ? null : problem ?? $"Must be {Score.Solved.Allowed}.";
        if (wrong is null) Go(view with { Under = value == Score.Solved.Threshold ? null : value });
    }

    private void Key(KeyboardEventArgs e)
    {
        if (e.Key == "Escape" && view.Cell is not null) Close();
    }

    private void Close() => Go(view with { Cell = null });

    // Opening and closing the panel are steps one can go back, the cells between are not.
    private void Go(MapView to) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(to.Query()), replace: (to.Cell is null) == (view.Cell is null));

    private string Export(string format, ModelKind? only = null) => QueryHelpers.AddQueryString($"api/studies/{Study.Id}/export",
        (view with { Cell = null, Only = only ?? view.Only }).Query().Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, p.Value!.ToString())).Prepend(new("format", format)));

    /// <inheritdoc />
    public void Dispose() => Navigation.LocationChanged -= OnLocationChanged;
}
