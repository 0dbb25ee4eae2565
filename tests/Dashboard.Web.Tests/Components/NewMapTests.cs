using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Components.Launch;
using Dashboard.Web.Components.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components;

public sealed class NewMapTests : PageTest
{
    [Fact]
    public void Page_AtFirst_SaysHowManyTrialsAndHowLong()
    {
        var page = Render<NewMap>();
        var sum = page.Find(".launch-bar .sum").TextContent;
        Assert.Contains("10 lengths × 7 rows × 2 models × 10 seeds = 1,400 trials, about", sum, StringComparison.Ordinal);
        // What the rows differ in has no field of its own.
        Assert.Empty(page.FindAll("[data-field=hiddenSize]"));
    }

    [Fact]
    public void Settings_Chosen_BringTheirValuesAndModels()
    {
        var page = Render<NewMap>();
        page.FindAll(".choice button").Single(b => b.TextContent == "Forget bias").Click();
        Assert.Contains("10 lengths × 7 rows × 1 model × 10 seeds = 700 trials", page.Find(".launch-bar .sum").TextContent, StringComparison.Ordinal);
        Assert.Equal("none, −1, 0, 1, 2, 3, 4", page.Find("[data-field=values]").GetAttribute("value"));
        Assert.Equal([true, false, true], page.FindAll(".model-choice").Select(b => b.HasAttribute("disabled")));
        Assert.NotEmpty(page.FindAll("[data-field=hiddenSize]"));
    }

    [Fact]
    public void Start_Map_OpensItsStudy()
    {
        var page = Render<NewMap>();
        page.Find(".launch-bar .big").Click();
        var study = Assert.Single(App.Runs.Studies());
        Assert.Equal($"http://localhost/studies/{study.Id}", Services.GetRequiredService<NavigationManager>().Uri);
        Assert.Equal(7, study.RunIds.Count);
        foreach (var id in study.RunIds) App.Runs.Cancel(id);
    }

    [Theory]
    [InlineData("values", "2", "2 to 20")]
    [InlineData("values", "2, 200", "1 to 128")]
    [InlineData("values", "two", "not a number")]
    [InlineData("lengths", "2", "2 to 40")]
    [InlineData("seeds", "1–100", "20,000")]
    [InlineData("epochs", "0", "1 to 1,000")]
    public void Check_BadField_IsNamedBesideIt(string field, string text, string said)
    {
        var form = new MapForm();
        if (field == "seeds") form.Run["lengths"] = "2–40";
        form.Run[field] = text;
        var (spec, errors) = form.Check();
        Assert.Null(spec);
        Assert.Contains(said, Assert.Single(errors[field]), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RunAndValuesWrong_NamesBoth()
    {
        var form = new MapForm();
        (form.Run["epochs"], form.Run["values"]) = ("x", "2");
        Assert.Equal(["epochs", "values"], form.Check().Errors.Keys.Order());
    }

    [Fact]
    public void Take_TextsOfAnotherForm_BringsEverythingBack()
    {
        var form = new MapForm();
        form.Choose(MapSetting.Find("noise")!);
        form.Run["values"] = "0, 2.5";
        form.Run.Models.Remove(ModelKind.Rnn);
        var again = new MapForm();
        again.Take(form.ToTexts());
        Assert.Equal(form.Check().Spec!.Rows, again.Check().Spec!.Rows);
        Assert.Equal([0, 2.5], again.Check().Spec!.Rows.Select(r => r.Noise));
    }
}
