using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;

namespace Dashboard.Engine.Findings;

/// <summary>The claims of the tasks that were trained.</summary>
public static class Claims
{
    /// <summary>Every claim on the conditions of the tasks it belongs to. A claim without numbers is left out.</summary>
    public static IReadOnlyList<TestedClaim> Test(StudyData data) =>
    [
        .. data.Panels.SelectMany(p => p.Panel.Task.Claims).Distinct()
            .Select(claim => claim.Test(data with { Panels = [.. data.Panels.Where(p => p.Panel.Task.Claims.Contains(claim))] })).OfType<TestedClaim>(),
    ];
}
