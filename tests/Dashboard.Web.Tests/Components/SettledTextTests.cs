using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Tests.Components;

public sealed class SettledTextTests : PageTest
{
    private readonly List<string> told = [];

    [Fact]
    public void Type_RenderedAnewBeforeItSettles_KeepsWhatWasTyped()
    {
        var field = Field("0.01");

        field.Find("input").Input("90");
        field.Render(p => p.Add(f => f.Value, "0.01"));

        Assert.Equal("90", field.Find("input").GetAttribute("value"));
        field.WaitForAssertion(() => Assert.Equal(["90"], told));
    }

    [Fact]
    public void Type_ThenLeaveTheField_TellsAtOnceAndOnce()
    {
        var field = Field("6");

        field.Find("input").Input("1");
        field.Find("input").Input("12");
        field.Find("input").TriggerEvent("onblur", new FocusEventArgs());

        Assert.Equal(["12"], told);
    }

    [Fact]
    public void Value_ComesBackTrimmed_KeepsTheSpaceOfTheNextWord()
    {
        var field = Field("");
        field.Find("input").Input("one ");
        field.Find("input").TriggerEvent("onblur", new FocusEventArgs());

        field.Render(p => p.Add(f => f.Value, "one"));

        Assert.Equal("one ", field.Find("input").GetAttribute("value"));
        field.Render(p => p.Add(f => f.Value, "other"));
        Assert.Equal("other", field.Find("input").GetAttribute("value"));
    }

    private IRenderedComponent<SettledText> Field(string value) =>
        Render<SettledText>(p => p.Add(f => f.Value, value).Add(f => f.ValueChanged, told.Add));
}
