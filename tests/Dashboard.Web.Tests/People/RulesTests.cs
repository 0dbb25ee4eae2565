using Dashboard.Web.People;

namespace Dashboard.Web.Tests.People;

public sealed class RulesTests
{
    private static readonly Deed[] OwnOnly = [Deed.AddSeeds, Deed.Edit, Deed.Pause, Deed.Resume, Deed.Cancel, Deed.Delete, Deed.Restore, Deed.RevokeLink];
    private static readonly Deed[] OfMembers = [Deed.Launch, Deed.Bring, Deed.Share, .. OwnOnly];

    private static Person Named(Role role, string name = "Max") => new(Entry.Named, role, name, "name:" + name, "id");

    public static TheoryData<Deed> Deeds => [.. Enum.GetValues<Deed>()];

    [Theory, MemberData(nameof(Deeds))]
    public void WhyNot_EveryDeed_FollowsTheTable(Deed deed)
    {
        Assert.NotNull(Rules.WhyNot(Person.Nobody, deed, null));
        Assert.NotNull(Rules.WhyNot(Named(Role.Viewer), deed, "Max"));
        Assert.Equal(OfMembers.Contains(deed), Rules.WhyNot(Named(Role.Member), deed, "Max") is null);
        Assert.Equal(OfMembers.Except(OwnOnly).Contains(deed), Rules.WhyNot(Named(Role.Member), deed, "Mia") is null);
        Assert.Equal(OfMembers.Except(OwnOnly).Contains(deed), Rules.WhyNot(Named(Role.Member), deed, null) is null);
        Assert.Null(Rules.WhyNot(Named(Role.Admin), deed, "Mia"));
        Assert.Null(Rules.WhyNot(new(Entry.Open, Role.Admin, null, "browser"), deed, null));
        Assert.Null(Rules.WhyNot(new(Entry.LabToken, Role.Admin, Person.LabToken, "program"), deed, "Mia"));
    }

    [Fact]
    public void WhyNot_Refused_SaysWhoCan()
    {
        Assert.Equal("A viewer's token cannot launch runs; a member's can.", Rules.WhyNot(Named(Role.Viewer), Deed.Launch, null));
        Assert.Equal("A member's token cannot make tokens; an admin's can.", Rules.WhyNot(Named(Role.Member), Deed.MakeToken, null));
        Assert.Equal("This is Mia's: only Mia and admins can delete runs here.", Rules.WhyNot(Named(Role.Member), Deed.Delete, "Mia"));
    }

    [Fact]
    public void Owns_TheSameNameWrittenOtherwise_IsOnes()
    {
        Assert.True(Named(Role.Member, "Mía").Owns("MÍA"));
        // What nobody owns is not owned by whoever has no name either.
        Assert.False(new Person(Entry.Open, Role.Admin, null, "b").Owns(null));
        // The server's own token tells nobody apart.
        Assert.False(new Person(Entry.LabToken, Role.Admin, Person.LabToken, "b").Owns(Person.LabToken));
    }

    [Fact]
    public void Principal_OfAPerson_ComesBack()
    {
        foreach (var person in new[] { Named(Role.Viewer), new(Entry.Open, Role.Admin, null, "browser:1"), new(Entry.LabToken, Role.Admin, Person.LabToken, "program") })
            Assert.Equal(person, Person.From(person.ToPrincipal()));
        Assert.Equal(Person.Nobody, Person.From(new()));
        Assert.Equal(Person.Nobody, Person.From(new(new System.Security.Claims.ClaimsIdentity([new("lab-entry", "Open"), new(System.Security.Claims.ClaimTypes.Role, "Admin")], "other"))));
    }
}
