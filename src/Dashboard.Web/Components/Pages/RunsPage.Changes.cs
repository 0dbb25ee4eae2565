using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.History;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Components.Pages;

// What people do to the runs of the list: edit, tag, delete, restore.
public sealed partial class RunsPage
{
    private RenderFragment Editor => builder =>
    {
        var id = editing!;
        builder.OpenComponent<RunEditor>(0);
        builder.SetKey(id);
        builder.AddComponentParameter(1, nameof(RunEditor.Draft), drafts[id]);
        builder.AddComponentParameter(2, nameof(RunEditor.OnWritten), EventCallback.Factory.Create(this, KeepAsync));
        builder.AddComponentParameter(3, nameof(RunEditor.OnClose), EventCallback.Factory.Create(this, CloseAsync));
        builder.AddComponentParameter(4, nameof(RunEditor.OnSaved), EventCallback.Factory.Create(this, CloseAsync));
        builder.AddComponentParameter(5, nameof(RunEditor.OnDelete), EventCallback.Factory.Create(this, () => Delete([id])));
        builder.CloseComponent();
    };

    /// <summary>Opens the row's editor, or closes it; what was written there waits for it to be opened again.</summary>
    private Task Edit(Run run)
    {
        if (editing == run.Id && !drafts[run.Id].IsTouched) return CloseAsync();
        editing = editing == run.Id ? null : run.Id;
        if (editing is not null) drafts.TryAdd(run.Id, new(run));
        return Task.CompletedTask;
    }

    private Task KeepAsync() => editing is { } id ? Browser.KeepDraftAsync(RunEditor.DraftKind, drafts[id].ToTexts()) : Task.CompletedTask;

    private Task CloseAsync()
    {
        if (editing is { } id) drafts.Remove(id);
        editing = null;
        Load();
        return Browser.DropDraftAsync(RunEditor.DraftKind);
    }

    private void TagAll(string tag)
    {
        var (missing, full) = (0, 0);
        foreach (var id in selection.Ids)
            if (Service.Find(id) is null) missing++;
            else if (!Try(() => Lab.Edit(id, run =>
            {
                if (run.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)) return new();
                if (run.Tags.Count < RunLimits.Tags) return new() { Tags = [.. run.Tags, tag] };
                full++;
                return new();
            }))) break;
        if (missing > 0) Snackbar.Add($"{Numbers.Of(missing, "chosen run")} {(missing == 1 ? "is" : "are")} not here any more", Severity.Warning);
        if (full > 0) Snackbar.Add($"{Numbers.Of(full, "run")} already {(full == 1 ? "has" : "have")} {RunLimits.Tags} tags", Severity.Warning);
        Load();
    }

    private void Delete(IReadOnlyList<string> ids)
    {
        var name = ids.Count == 1 ? Service.Find(ids[0])?.Name : null;
        var trained = ids.Where(id => Service.Find(id)?.Status.GoesOn() == true).ToHashSet();
        var deleted = ids.Where(id => Try(() => Lab.Delete(id))).ToArray();
        selection.Set(deleted, false);
        // Whoever deletes the run that is being edited means what is written, too.
        foreach (var id in deleted) drafts.Remove(id);
        if (editing is { } open && !drafts.ContainsKey(open)) editing = null;
        Load();
        if (deleted.Length == 0) return;
        Snackbar.Add(name is null ? $"{Numbers.Of(deleted.Length, "run")} deleted" : $"“{name}” deleted", Severity.Normal, options =>
        {
            options.HideIcon = true;
            options.Action = "Undo";
            options.VisibleStateDuration = 10_000;
            options.OnClick = _ => InvokeAsync(() => Restore(deleted, trained));
        });
    }

    private void Restore(IEnumerable<string> ids, HashSet<string> trained)
    {
        // A restored run is paused; undoing is complete when it trains as it did.
        foreach (var id in ids)
            Try(() =>
            {
                if (Lab.Restore(id).Status.CanResume() && trained.Contains(id)) Lab.Resume(id);
            });
        Load();
        StateHasChanged();
    }

    private bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception e) when (e is StorageUnavailableException or RunNotFoundException or IllegalMoveException or NotAllowedException)
        {
            Snackbar.Add(e.Message, Severity.Error);
            return false;
        }
    }
}
