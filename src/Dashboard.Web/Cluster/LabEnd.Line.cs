using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Runs;
using NATS.Client.Core;

namespace Dashboard.Web.Cluster;

// What comes in and goes out.
internal sealed partial class LabEnd
{
    private async Task RunAsync()
    {
        var ledger = new Ledger(runs.Desk, new Proofs(trainer.VectorBits), new(folder.TicketKey), Guid.NewGuid().ToString("N")[..12], time) { StoppedSomething = Wake };
        await Task.WhenAll(
            LedgerLoop(ledger), TickLoop(), ConnectLoop(), PingLoop(),
            Hear<Hello>(Subjects.Hello, (l, m, to) => Answer(to, l.Hello(m.Worker, m.Message))),
            Hear<Ask>(Subjects.Ask, (l, m, to) => l.Ask(m.Worker, m.Message, work => Answer(to, work))),
            Hear<Beat>(Subjects.Beat, (l, m, _) => l.Beat(m.Worker, m.Message)),
            Hear<EpochsOf>(Subjects.Epochs, (l, m, _) => l.Epochs(m.Worker, m.Message)),
            Hear<ResultOf>(Subjects.Result, (l, m, _) => l.Result(m.Worker, m.Message)),
            Hear<Claim>(Subjects.Claim, (l, m, _) => l.Claim(m.Worker, m.Message)),
            Hear<Bye>(Subjects.Bye, (l, m, _) => l.Bye(m.Worker, m.Message)));
    }

    private async Task LedgerLoop(Ledger ledger)
    {
        while (await inbox.Reader.WaitToReadAsync(ended.Token))
        {
            for (var i = 0; i < 500 && inbox.Reader.TryRead(out var act); i++) Do(() => act(ledger));
            IReadOnlyList<(string Worker, Orders Orders)> orders = [];
            Do(() => orders = ledger.Turn());
            foreach (var (worker, said) in orders) answers.Add((Subjects.Orders(worker), Wire.Write(said)));
            await Send();
            if (!Interlocked.Exchange(ref isStale, false)) continue;
            (nodes, events) = (ledger.Nodes, ledger.Events);
            Report(nodes);
        }
    }

    // Whatever one worker says, or the store does meanwhile, the ledger goes on with the next.
    private void Do(Action act)
    {
        try
        {
            act();
        }
        catch (StorageUnavailableException)
        {
            // Told again: a result until it is saved, a claim with the next hello.
        }
        catch (Exception e)
        {
            log.LedgerFailed(e);
        }
    }

    private async Task Send()
    {
        foreach (var (subject, message) in answers)
        {
            // What cannot be sent is asked for again when the broker is back.
            if (connection.ConnectionState != NatsConnectionState.Open) break;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
                limit.CancelAfter(TimeSpan.FromSeconds(2));
                await connection.PublishAsync(subject, message, cancellationToken: limit.Token);
            }
            catch (Exception e) when (e is NatsException or OperationCanceledException)
            {
                break;
            }
        }
        answers.Clear();
    }

    private void Answer<T>(string? to, T message)
    {
        if (to is not null) answers.Add((to, Wire.Write(message)));
    }

    private async Task TickLoop()
    {
        using var timer = new PeriodicTimer(TickPace, time);
        var began = time.GetTimestamp();
        var settled = false;
        while (await timer.WaitForNextTickAsync(ended.Token))
        {
            Post(l =>
            {
                l.Tick();
                isStale = true;
            });
            if (settled || time.GetElapsedTime(began) < Settling) continue;
            settled = true;
            runs.Desk.OwnThreads = trains;
        }
    }

    private async Task ConnectLoop()
    {
        while (connection.ConnectionState != NatsConnectionState.Open)
        {
            try
            {
                await connection.ConnectAsync().AsTask().WaitAsync(ended.Token);
            }
            catch (NatsException e)
            {
                log.BrokerSays(e.GetBaseException().Message);
                await Task.Delay(1_000, ended.Token);
            }
        }
    }

    // A broker that hangs closes no connection: silence that is its doing must not count as the workers'.
    private async Task PingLoop()
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(500, ended.Token);
            if (connection.ConnectionState != NatsConnectionState.Open) continue;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
                limit.CancelAfter(PingLimit);
                await connection.PingAsync(limit.Token);
                Post(l => l.Connected(true));
            }
            catch (Exception e) when ((e is NatsException or OperationCanceledException) && !ended.IsCancellationRequested)
            {
                Post(l => l.Connected(false));
            }
        }
    }

    /// <summary>Reads what all workers say of one kind, whatever becomes of the subscription.</summary>
    private async Task Hear<T>(string verb, Action<Ledger, (string Worker, T Message), string?> tell) where T : class, IFromWorker
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await Listen(verb, tell);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ended.IsCancellationRequested)
            {
                log.BrokerSays(e.Message);
                await Task.Delay(1_000, ended.Token);
            }
        }
    }

    private async Task Listen<T>(string verb, Action<Ledger, (string Worker, T Message), string?> tell) where T : class, IFromWorker
    {
        await foreach (var message in connection.SubscribeAsync<byte[]>(Subjects.OfAll(verb), cancellationToken: ended.Token))
        {
            if (Subjects.Worker(message.Subject) is not { } worker) continue;
            var (read, problem) = Wire.Read<T>(message.Data);
            // An answer goes to the asker's own inbox and nowhere else.
            var to = Subjects.IsInboxOf(worker, message.ReplyTo) ? message.ReplyTo : null;
            if (read is null)
            {
                if (BrokenMessages++ < 100) log.BrokenMessage(worker, verb, problem!);
                Post(l => l.Broken(worker));
                continue;
            }
            Post(l => tell(l, (worker, read), to));
            while (inbox.Reader.Count > Waiting) await Task.Delay(5, ended.Token);
        }
    }
}
