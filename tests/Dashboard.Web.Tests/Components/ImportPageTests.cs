using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Web.Components.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components;

public sealed class ImportPageTests : PageTest
{
    private IRenderedComponent<ImportPage> Open(string file)
    {
        var page = Render<ImportPage>();
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(file, "mine.csv"));
        return page;
    }

    [Fact]
    public void File_Good_IsSavedAsItIsCorrected()
    {
        var page = Open("length,model,seed,loss,accuracy\n2,TCN,1,3,0.5\n2,CNN,1,4,0.25\n");
        Assert.Contains("Choose the task", page.Find(".launch-bar").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find(".launch-bar button").HasAttribute("disabled"));
        page.Find("select[aria-label=Task]").Change(nameof(SequenceKind.Simple));
        Assert.Contains("1 trial", page.Find(".launch-bar").TextContent, StringComparison.Ordinal);
        // Another column is the score, and the second model takes a mark.
        page.Find("select[aria-label='What accuracy is']").Change("Score");
        Assert.Equal("Unused", page.Find("select[aria-label='What loss is'] option[selected]").GetAttribute("value"));
        page.Find("select[aria-label='Mark of CNN']").Change(nameof(ModelKind.Gru));
        Assert.Contains("2 trials", page.Find(".launch-bar").TextContent, StringComparison.Ordinal);
        Assert.Empty(App.Runs.List(new()).Items);
        page.Find(".launch-bar button").Click();
        var run = Assert.Single(App.Runs.List(new()).Items);
        Assert.EndsWith($"runs/{run.Id}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal([(ModelKind.Gru, 0.25), (ModelKind.Other, 0.5)], App.Runs.Trials(run.Id).Select(t => (t.Key.Model, t.Result!.Mad!.Value)).Order());
    }

    [Fact]
    public void File_WithBadRows_SaysLineAndColumnAndCannotBeSaved()
    {
        var page = Open("length,seed,score\n2,1,x\n2,2,5\n");
        page.Find("select[aria-label=Task]").Change(nameof(SequenceKind.Simple));
        Assert.Contains("Line 2, column score", page.Find(".import-problems").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 problem", page.Find(".launch-bar").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find(".launch-bar button").HasAttribute("disabled"));
    }

    [Fact]
    public void File_ThatIsNone_SaysWhyAndOffersTheNext()
    {
        var page = Open("5,1\n6,2\n");
        Assert.Contains("Line 1: Must name the columns", page.Find(".import-problems").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".launch-bar"));
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("length,score\n5,1\n", "better.csv"));
        Assert.Empty(page.FindAll(".import-problems"));
        Assert.Contains("better.csv", page.Find(".import-file").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Task_JudgedByAnswers_SaysWhatTheFileDoesNot()
    {
        var page = Open("length,seed,score\n50,1,0.1\n");
        page.Find("select[aria-label=Task]").Change(nameof(SequenceKind.Adding));
        Assert.Contains("it is not known which seeds solve it", page.Markup, StringComparison.Ordinal);
    }
}
