using Dashboard.Engine.Runs;
using Dashboard.Web.Live;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Live;

public sealed class RunHubTests(TestApp app) : IClassFixture<TestApp>
{
    private readonly CancellationTokenSource timeout = new(TestApp.Patience);

    private async Task<HubConnection> Connect()
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(app.Server.BaseAddress, LiveServices.HubPath), o => o.HttpMessageHandlerFactory = _ => app.Server.CreateHandler())
            .AddJsonProtocol(o => Wire.Configure(o.PayloadSerializerOptions))
            .Build();
        await connection.StartAsync(timeout.Token);
        return connection;
    }

    private async Task<UpdateMessage> First(HubConnection connection, string id, long? after, Func<UpdateMessage, bool>? condition = null)
    {
        await foreach (var update in connection.StreamAsync<UpdateMessage>("Watch", id, after, timeout.Token))
            if (condition?.Invoke(update) ?? true) return update;
        throw new InvalidOperationException("The stream ended.");
    }

    [Fact]
    public async Task Watch_Run_StreamsTheSnapshotThenEveryChangeToTheEnd()
    {
        await using var connection = await Connect();
        var id = await app.Launch(new { lengths = new[] { 2, 3, HeldTrainer.HeldLength }, models = new[] { "rnn" }, trainCount = 8, validationCount = 4 });
        var trials = new TrialMessage?[3];
        var updates = new List<UpdateMessage>();
        await foreach (var update in connection.StreamAsync<UpdateMessage>("Watch", id, null, timeout.Token))
        {
            updates.Add(update);
            foreach (var trial in update.Trials) trials[trial.Index] = trial;
            if (update.Run.Progress.TrialsDone == 2 && update.Run.Status == RunStatus.Running) app.Runs.Cancel(id);
            if (update.Run.Status == RunStatus.Cancelled) break;
        }
        Assert.True(updates[0].IsSnapshot);
        Assert.All(updates.Skip(1), u => Assert.False(u.IsSnapshot));
        Assert.Equal(updates.Select(u => u.Sequence).Order(), updates.Select(u => u.Sequence));
        Assert.Equal([1.5, 1.5], trials.Where(t => t!.Mad is not null).Select(t => t!.Mad!.Value));
    }

    [Fact]
    public async Task Watch_AfterTheLastSequence_TellsOnlyWhatChanged()
    {
        await using var connection = await Connect();
        var id = await app.Launch();
        await app.When(id, r => r.IsEnded);
        using var holds = app.Runs.Subscribe(id);
        var seen = await First(connection, id, null, u => u.Run.Status == RunStatus.Done);
        app.Runs.Edit(id, name: "renamed");
        var next = await First(connection, id, seen.Sequence);
        Assert.Equal((false, "renamed", 0), (next.IsSnapshot, next.Run.Name, next.Trials.Count));
    }

    [Fact]
    public async Task Watch_AfterASequenceNobodyKnows_StartsWithASnapshot()
    {
        await using var connection = await Connect();
        var id = await app.Launch();
        await app.When(id, r => r.IsEnded);
        Assert.True((await First(connection, id, 5)).IsSnapshot);
        Assert.True((await First(connection, id, long.MaxValue)).IsSnapshot);
    }

    [Fact]
    public async Task Watch_UnknownRun_SaysSo()
    {
        await using var connection = await Connect();
        var error = await Assert.ThrowsAsync<HubException>(() => First(connection, "nothing", null));
        Assert.Contains("There is no run", error.Message);
    }

    [Fact]
    public async Task WatchAll_NewRun_IsTold()
    {
        await using var connection = await Connect();
        string? id = null;
        await foreach (var news in connection.StreamAsync<RunsMessage>("WatchAll", timeout.Token))
        {
            id ??= await app.Launch();
            if (news.Changed.Any(r => r.Id == id)) break;
        }
        Assert.NotNull(id);
    }
}
