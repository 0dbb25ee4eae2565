using Dashboard.Cluster.Contracts;

namespace Dashboard.Worker;

// What the lab tells it without being asked, and how it leaves.
internal sealed partial class WorkerEnd
{
    private Task OrdersLoop() => Forever(async () =>
    {
        await foreach (var message in connection.SubscribeAsync<byte[]>(Subjects.Orders(options.Caller.Name), cancellationToken: ended.Token))
            if (Wire.Read<Orders>(message.Data).Message is { } orders && orders.Session == session) Follow(orders);
    });

    private void Follow(Orders orders)
    {
        if (orders.Lab != lab || orders.Introduce) hello.Set();
        if (orders.Refused is { } why)
        {
            Failure = why;
            ended.Cancel();
            return;
        }
        shelf.Saved(orders.Saved ?? []);
        if (shelf.Drop(orders.Drop ?? [])) beat.Set();
        if (orders.Leaving is not { } leave || leave == leaving) return;
        leaving = leave;
        Say(leave ? "Told to leave: what trains is finished, nothing new is begun." : "Told to stay.");
        if (leave) shelf.DropWaiting();
        beat.Set();
        want.Set();
    }

    // Told to leave, it ends when all it trained is saved.
    private async Task Leave()
    {
        while (!ended.IsCancellationRequested)
        {
            if (leaving && shelf.IsEmpty)
            {
                await SayBye();
                Say("Left.");
                ended.Cancel();
                return;
            }
            await Task.Delay(100, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
