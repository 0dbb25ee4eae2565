using Dashboard.Engine.Runs;
using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Tests.Experiments;

public sealed class RemedyTests
{
    public static TheoryData<string> Ids => [.. Remedy.All.Select(r => r.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Apply_DeckPanel_IsAValidRunThatDiffers(string id)
    {
        var deck = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]);

        var changed = Remedy.Find(id)!.Apply(deck);

        Assert.NotEqual(deck, changed);
        Assert.Empty(RunRequestValidator.Validate(RunRequest.From(changed)).Errors);
    }
}
