namespace Dashboard.Web.Tests.Cluster;

/// <summary>One lab for the tests of a class, which take turns; encrypted, as it would be another network.</summary>
public sealed class SharedLab : IAsyncDisposable
{
    private ClusterLab? lab;

    /// <summary>The lab without a worker, started by the first who asks.</summary>
    internal async Task<ClusterLab> Fresh()
    {
        if (lab is null) return lab = await ClusterLab.StartEncrypted();
        await lab.EndWorkers();
        return lab;
    }

    public ValueTask DisposeAsync() => lab?.DisposeAsync() ?? ValueTask.CompletedTask;
}
