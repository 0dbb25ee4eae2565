using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Components.History;

namespace Dashboard.Web.Tests.Components;

public sealed class RunDraftTests
{
    private static readonly Run Before = new()
    {
        Id = "1", Name = "apple", Notes = "", Tags = ["a", "b, c"], CreatedAt = DateTime.UnixEpoch, Spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]),
    };

    [Fact]
    public void Edit_OneField_ChangesThatAlone() => Assert.Equal(new() { Name = "plum" }, new RunDraft(Before) { Name = "plum" }.Edit(Before));

    [Fact]
    public void Edit_Tags_AreMergedWithThoseOfTheMeantime()
    {
        var draft = new RunDraft(Before) { Tags = "\"b, c\", mine" };
        Assert.Equal(["b, c", "theirs", "mine"], draft.Edit(Before with { Tags = ["a", "b, c", "theirs"] })!.Tags);
    }

    [Fact]
    public void Edit_NoteChangedUnseen_IsRefusedUntilItIsSeen()
    {
        var now = Before with { Notes = "theirs" };
        var draft = new RunDraft(Before) { Notes = "mine" };
        Assert.Null(draft.Edit(now));
        draft.See(now);
        Assert.Equal([("notes", "theirs")], draft.Meanwhile());
        Assert.Equal("mine", draft.Edit(now)!.Notes);
        draft.Take("notes");
        Assert.False(draft.IsTouched);
    }

    [Fact]
    public void See_UntouchedFields_FollowAndAreNamed()
    {
        var draft = new RunDraft(Before) { Name = "mine" };
        draft.See(Before with { Notes = "theirs", Tags = ["x"] });
        Assert.Equal(("mine", "theirs", "x"), (draft.Name, draft.Notes, draft.Tags));
        Assert.Equal(["notes", "tags"], draft.Followed.Order());
        Assert.Empty(draft.Meanwhile());
    }

    [Fact]
    public void See_Deleted_KeepsTheTexts()
    {
        var draft = new RunDraft(Before) { Notes = "mine" };
        draft.See(null);
        Assert.Equal((true, "mine"), (draft.IsGone, draft.Notes));
    }

    [Fact]
    public void From_ItsOwnTexts_IsTheSameDraft()
    {
        var now = Before with { Notes = "theirs" };
        var draft = RunDraft.From(now, new RunDraft(Before) { Name = "mine", Notes = "mine, too" }.ToTexts());
        Assert.Equal(("mine", "mine, too", "a, \"b, c\""), (draft.Name, draft.Notes, draft.Tags));
        Assert.Equal([("notes", "theirs")], draft.Meanwhile());
    }
}
