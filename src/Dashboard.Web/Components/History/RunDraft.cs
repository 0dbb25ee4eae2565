using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Components.History;

/// <summary>
/// What is being written about a run, beside what it is called meanwhile. Fields nobody touched follow the run; of those that
/// were touched only the change is saved, and never over a text the writer was not told of.
/// </summary>
public sealed class RunDraft
{
    private readonly HashSet<string> followed = [];

    // What the fields started from, and the newest version the writer was told of.
    private Run start, told;

    public RunDraft(Run run) => (start, told, Name, Tags, Notes) = (run, run, run.Name, TagText.Format(run.Tags), run.Notes);

    /// <summary>The run as it was last seen.</summary>
    public Run Run => told;
    public string Name { get; set; }

    /// <summary>As <see cref="TagText"/> writes them.</summary>
    public string Tags { get; set; }
    public string Notes { get; set; }

    /// <summary>Whether the run was deleted meanwhile; the texts stay.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Untouched fields that changed under the writer's eyes.</summary>
    public IReadOnlyCollection<string> Followed => followed;

    private bool NameTouched => Name != start.Name;
    private bool TagsTouched => !TagText.Parse(Tags).SequenceEqual(start.Tags);
    private bool NotesTouched => Notes != start.Notes;

    /// <summary>Whether anything was written.</summary>
    public bool IsTouched => NameTouched || TagsTouched || NotesTouched;

    /// <summary>What a touched field is meanwhile elsewhere: field and text. Saving replaces a name or a note; tags are merged.</summary>
    public IEnumerable<(string Field, string Text)> Meanwhile()
    {
        if (NameTouched && told.Name != start.Name) yield return ("name", told.Name);
        if (TagsTouched && !told.Tags.SequenceEqual(start.Tags)) yield return ("tags", TagText.Format(told.Tags));
        if (NotesTouched && told.Notes != start.Notes) yield return ("notes", told.Notes);
    }

    /// <summary>Takes over the run as it now is; null where it was deleted.</summary>
    public void See(Run? now)
    {
        IsGone = now is null;
        if (now is null || ReferenceEquals(now, told)) return;
        told = now;
        if (!NameTouched || Name == now.Name) (Name, start) = (Follow("name", Name, now.Name), start with { Name = now.Name });
        if (!NotesTouched || Notes == now.Notes) (Notes, start) = (Follow("notes", Notes, now.Notes), start with { Notes = now.Notes });
        if (!TagsTouched || TagText.Parse(Tags).SequenceEqual(now.Tags))
            (Tags, start) = (start.Tags.SequenceEqual(now.Tags) ? Tags : Follow("tags", Tags, TagText.Format(now.Tags)), start with { Tags = now.Tags });
    }

    /// <summary>Gives a field the text it has meanwhile elsewhere.</summary>
    public void Take(string field)
    {
        if (field == "name") (Name, start) = (told.Name, start with { Name = told.Name });
        else if (field == "notes") (Notes, start) = (told.Notes, start with { Notes = told.Notes });
        else (Tags, start) = (TagText.Format(told.Tags), start with { Tags = told.Tags });
    }

    /// <summary>What saving changes of <paramref name="now"/>, or null where that holds a name or note the writer has not seen but would
    /// replace: <see cref="See"/> it first.</summary>
    public RunEdit? Edit(Run now)
    {
        if ((NameTouched && now.Name != told.Name) || (NotesTouched && now.Notes != told.Notes)) return null;
        var mine = TagText.Parse(Tags);
        return new()
        {
            Name = NameTouched ? Name : null,
            Notes = NotesTouched ? Notes : null,
            Tags = TagsTouched ? [.. now.Tags.Where(t => mine.Contains(t) || !start.Tags.Contains(t)), .. mine.Except(start.Tags).Except(now.Tags)] : null,
        };
    }

    /// <summary>As texts by field, such that <see cref="From"/> brings it back.</summary>
    public Dictionary<string, string> ToTexts() => new()
    {
        ["id"] = start.Id, ["name"] = Name, ["tags"] = Tags, ["notes"] = Notes, ["fromName"] = start.Name, ["fromTags"] = TagText.Format(start.Tags), ["fromNotes"] = start.Notes,
    };

    /// <summary>A draft as it was kept, of a run as it now is.</summary>
    public static RunDraft From(Run run, IReadOnlyDictionary<string, string> texts)
    {
        string Text(string field, string otherwise) => texts.GetValueOrDefault(field) ?? otherwise;
        var start = run with { Name = Text("fromName", run.Name), Notes = Text("fromNotes", run.Notes), Tags = texts.GetValueOrDefault("fromTags") is { } tags ? TagText.Parse(tags) : run.Tags };
        var draft = new RunDraft(start) { Name = Text("name", start.Name), Tags = Text("tags", TagText.Format(start.Tags)), Notes = Text("notes", start.Notes) };
        draft.See(run);
        return draft;
    }

    private string Follow(string field, string was, string now)
    {
        if (was != now) followed.Add(field);
        return now;
    }
}
