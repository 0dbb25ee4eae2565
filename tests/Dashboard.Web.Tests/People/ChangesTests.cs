using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using Dashboard.Engine.Runs;
using Dashboard.Web.People;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.Tests.People;

/// <summary>What changes runs, links and tokens is called by <see cref="LabActions"/> alone, which asks who may.</summary>
public sealed class ChangesTests
{
    /// <summary>Everything else of these services reads, or is the host's.</summary>
    private static readonly Dictionary<System.Type, (string[] Changes, string[] Others)> Services = new()
    {
        [typeof(RunService)] =
        (
            ["Launch", "LaunchDeck", "LaunchMore", "LaunchMap", "LaunchSeeds", "Pause", "Resume", "Cancel", "Edit", "Delete", "Restore"],
            ["Start", "Stop", "Find", "FindDeletedToo", "List", "Trials", "EtaSeconds", "EstimateSeconds", "Subscribe", "SubscribeAll", "Studies", "FindStudy", "NextSeeds"]
        ),
        [typeof(ShareService)] = (["MakeAsync", "Revoke"], ["List", "Open", "IsAlive", "WorksNow", "Touch", "Content", "Networks"]),
        [typeof(TokenService)] = (["Make", "Revoke"], ["List", "Alive", "Open", "Touch", "Ended"]),
    };

    [Fact]
    public void Methods_OfTheServices_AreKnownToChangeOrNot() => Assert.All(Services, s => Assert.Equal(
        s.Value.Changes.Concat(s.Value.Others).Order(),
        s.Key.GetMethods().Where(m => m.DeclaringType == s.Key && !m.IsSpecialName).Select(m => m.Name).Distinct().Order()));

    [Fact]
    public void Changes_OfTheServices_AreCalledByLabActionsAlone()
    {
        var house = new ArchLoader().LoadAssemblies(typeof(RunService).Assembly, typeof(Program).Assembly).Build();
        var calls = (from type in house.Types
                     from call in type.Dependencies.OfType<MethodCallDependency>()
                     from service in Services
                     where call.Target.FullName == service.Key.FullName && service.Value.Changes.Contains(call.TargetMember.Name.Split('(')[0])
                     // A service's overloads call each other.
                     where !type.FullName.StartsWith(service.Key.FullName!, StringComparison.Ordinal)
                     select (Type: type.FullName, Method: $"{service.Key.Name}.{call.TargetMember.Name.Split('(')[0]}")).Distinct().ToArray();

        Assert.DoesNotContain(calls, c => !c.Type.StartsWith(typeof(LabActions).FullName!, StringComparison.Ordinal));
        Assert.Equal(Services.SelectMany(s => s.Value.Changes.Select(m => $"{s.Key.Name}.{m}")).Order(), calls.Select(c => c.Method).Distinct().Order());
    }
}
