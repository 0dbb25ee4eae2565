using Dashboard.Web.Components.Machines;
using Dashboard.Web.Operations;
using Dashboard.Web.People;

namespace Dashboard.Web.Tests.Components;

/// <summary>The machines on Status.</summary>
public sealed class MachinesTests : PageTest
{
    private static readonly DateTime Now = new(2026, 11, 27, 12, 0, 0, DateTimeKind.Utc);
    private static readonly int[] Minute = new int[60];

    private static Node Node(string name, NodeState state, int handedOn = 0, string? refused = null) =>
        new(name, state, 8, state == NodeState.Training ? 8 : 0, 512, 0, Minute, Now, 0, handedOn, null, refused, null);

    private static ClusterView View(params Node[] nodes) => new(true, null, "lab-1", true, 512, Minute, nodes, []);

    private IRenderedComponent<WorkersCard> Card(ClusterView view) => Render<WorkersCard>(p => p.Add(c => c.View, view).Add(c => c.OwnCores, 2).Add(c => c.OwnBusy, 2));

    [Fact]
    public void Card_OfALabAlone_SaysHowOthersCanTrain()
    {
        var card = Card(ClusterView.Off);

        Assert.Contains("--Cluster:Listen", card.Markup);
        Assert.Empty(card.FindAll("table"));
    }

    [Fact]
    public void Card_OfMachines_SaysWhereEachIsAndWhatCanBeDone()
    {
        var card = Card(View(Node("lab-2", NodeState.Training), Node("lab-3", NodeState.Lost, handedOn: 8), Node("old", NodeState.Refused, refused: "other version")));

        var rows = card.FindAll("tbody tr");
        Assert.Equal(["lab-1", "lab-2", "lab-3", "old"], rows.Select(r => r.QuerySelector("th")!.TextContent));
        Assert.Equal(["Training", "Training", "Lost", "Refused"], rows.Select(r => r.QuerySelector(".chip")!.TextContent.Trim()));
        Assert.Equal(["Pause", "Let it leave", "Forget", "Forget"], rows.Select(r => r.QuerySelector("button:not(.phone-only)")!.TextContent.Trim()));
        Assert.Contains("8 trials handed to others", rows[2].TextContent);
        Assert.Contains("other version", rows[3].TextContent);
        Assert.Single(card.FindAll(".core-bars.lost"));
        Assert.Equal(8, rows[1].QuerySelectorAll("rect.busy").Length);
    }

    [Fact]
    public void Card_ARowIsOpened_ShowsTheRestOfThatMachine()
    {
        var card = Card(View(Node("lab-2", NodeState.Training), Node("lab-3", NodeState.Idle)));
        Assert.Empty(card.FindAll(".phone-row"));

        card.Find("[aria-label='More of lab-3']").Click();

        Assert.Equal("true", card.Find("[aria-label='More of lab-3']").GetAttribute("aria-expanded"));
        Assert.Contains("512-bit", card.Find(".phone-row").TextContent);
        card.Find("[aria-label='More of lab-3']").Click();
        Assert.Empty(card.FindAll(".phone-row"));
    }

    [Fact]
    public void Card_ARunIsLeftToOthers_SaysHowThisMachineTrainsItAgain()
    {
        Assert.DoesNotContain("left to other machines", Card(View(Node("lab-2", NodeState.Training))).Markup);

        var card = Render<WorkersCard>(p => p.Add(c => c.View, View(Node("lab-2", NodeState.Training))).Add(c => c.OwnCores, 2).Add(c => c.OwnBusy, 0).Add(c => c.LeftToOthers, 1));

        Assert.Contains("1 run is left to other machines", card.Markup);
    }

    [Fact]
    public void Card_AStateChanges_IsSaidAloudOnce()
    {
        var card = Card(View(Node("lab-2", NodeState.Idle)));
        card.Render(p => p.Add(c => c.View, View(Node("lab-2", NodeState.Training))));
        Assert.Equal("", card.Find("[role=status]").TextContent);

        card.Render(p => p.Add(c => c.View, View(Node("lab-2", NodeState.Lost))));

        Assert.Equal("lab-2 is lost.", card.Find("[role=status]").TextContent);
    }

    [Fact]
    public void Card_ForAViewer_HasNothingToChange()
    {
        Who = new(Entry.Named, Role.Viewer, "Ada", "ada");

        Assert.Empty(Card(View(Node("lab-2", NodeState.Training))).FindAll("button:not(.phone-only)"));
    }

    [Fact]
    public void Timeline_OfALoss_TellsItInWords()
    {
        var lost = Render<LostTimeline>(p => p.Add(c => c.Event, new ClusterEvent(Now.AddSeconds(3), "lab-3", EventKind.HandedOn, 8, Now)));

        Assert.Contains("silent for 3 s; the 8 trials it held went back", lost.Find("svg").GetAttribute("aria-label"));
        Assert.Contains("10 s: lost", lost.Markup);

        var back = Render<LostTimeline>(p => p.Add(c => c.Event, new ClusterEvent(Now.AddSeconds(3), "lab-3", EventKind.HandedOn, 8, Now)).Add(c => c.Heard, Now.AddSeconds(6)));

        Assert.Contains("heard again after 6", back.Find("svg").GetAttribute("aria-label"));
        Assert.DoesNotContain("10 s: lost", back.Markup);
    }
}
