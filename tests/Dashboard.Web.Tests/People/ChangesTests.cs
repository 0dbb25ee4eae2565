using Dashboard.Engine.Runs;
using Dashboard.Web.People;
using Dashboard.Web.Sharing;
using Mono.Cecil;

namespace Dashboard.Web.Tests.People;

/// <summary>What changes runs, links and tokens is called by <see cref="LabActions"/> alone, which asks who may.</summary>
public sealed class ChangesTests
{
    /// <summary>Everything else of these services reads, or is the host's.</summary>
    private static readonly Dictionary<Type, (string[] Changes, string[] Others)> Services = new()
    {
        [typeof(RunService)] =
        (
            ["Launch", "LaunchDeck", "LaunchMore", "LaunchMap", "LaunchSeeds", "Bring", "Pause", "Resume", "Cancel", "Edit", "Delete", "Restore"],
            ["Start", "Stop", "Find", "FindDeletedToo", "List", "Trials", "EtaSeconds", "EstimateSeconds", "Subscribe", "SubscribeAll", "Studies", "FindStudy", "NextSeeds"]
        ),
        [typeof(ShareService)] = (["MakeAsync", "Revoke"], ["List", "Open", "IsAlive", "WorksNow", "Touch", "Content", "Networks"]),
        [typeof(TokenService)] = (["Make", "Revoke"], ["List", "Alive", "Open", "Touch", "Ended"]),
    };

    [Fact]
    public void Methods_OfTheServices_AreKnownToChangeOrNot() => Assert.All(Services, s => Assert.Equal(
        s.Value.Changes.Concat(s.Value.Others).Order(),
        s.Key.GetMethods().Where(m => m.DeclaringType == s.Key && !m.IsSpecialName).Select(m => m.Name).Distinct().Order()));

    /// <summary>Calls and method groups: every instruction that names one of the methods.</summary>
    [Fact]
    public void Changes_OfTheServices_AreCalledByLabActionsAlone()
    {
        List<(string Caller, string Method)> uses = [];
        foreach (var assembly in new[] { typeof(RunService).Assembly, typeof(Program).Assembly })
        {
            using var module = ModuleDefinition.ReadModule(assembly.Location);
            uses.AddRange(
                from type in module.GetTypes()
                from method in type.Methods
                where method.HasBody
                from instruction in method.Body.Instructions
                let named = instruction.Operand as MethodReference
                where named is not null
                from service in Services
                where named.DeclaringType.FullName == service.Key.FullName && service.Value.Changes.Contains(named.Name)
                // A service's overloads call each other.
                where Outermost(type) != service.Key.FullName
                select (Outermost(type), $"{service.Key.Name}.{named.Name}"));
        }

        Assert.DoesNotContain(uses, u => u.Caller != typeof(LabActions).FullName);
        Assert.Equal(Services.SelectMany(s => s.Value.Changes.Select(m => $"{s.Key.Name}.{m}")).Order(), uses.Select(u => u.Method).Distinct().Order());
    }

    /// <summary>Lambdas and async methods are types within.</summary>
    private static string Outermost(TypeDefinition type)
    {
        while (type.DeclaringType is { } around) type = around;
        return type.FullName;
    }
}
