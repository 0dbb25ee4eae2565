using Dashboard.Cluster.Contracts;
using NATS.Client.Core;

namespace Dashboard.Worker;

// How it speaks, and how its loops go on.
internal sealed partial class WorkerEnd
{
    private async Task SayBye()
    {
        await Publish(Subjects.Bye, new Bye(session));
        if (IsOpen) await connection.PingAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(1)).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private bool IsOpen => connection.ConnectionState == NatsConnectionState.Open;

    private Task Publish<T>(string verb, T message) => Publish(verb, Wire.Write(message));

    // What cannot be sent now is not queued: it is told again when the connection is back.
    private async Task Publish(string verb, byte[] message)
    {
        if (!IsOpen) return;
        try
        {
            await connection.PublishAsync(Subjects.ToLab(options.Caller.Name, verb), message, cancellationToken: ended.Token);
        }
        catch (NatsException e)
        {
            Say($"The broker did not take a message: {e.Message}");
        }
    }

    private async Task<TAnswer?> Request<T, TAnswer>(string verb, T message) where TAnswer : class, IChecked
    {
        if (!IsOpen) return null;
        try
        {
            var answer = await connection.RequestAsync<byte[], byte[]>(Subjects.ToLab(options.Caller.Name, verb), Wire.Write(message), cancellationToken: ended.Token);
            return Wire.Read<TAnswer>(answer.Data).Message;
        }
        catch (NatsNoRespondersException)
        {
            Say("The lab is not there; training goes on and results are kept.");
            return null;
        }
        catch (NatsException)
        {
            return null;
        }
    }

    private async Task Every(TimeSpan pace, Signal early, Func<Task> act)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await act();
                await early.Wait(ended.Token, pace);
            }
            catch (OperationCanceledException)
            {
                // It ends, or what was sent last was given up.
            }
            catch (Exception e)
            {
                // Whatever the network or a message does to one loop, the worker goes on.
                Say($"{e.GetType().Name}: {e.Message}");
                await Task.Delay(500);
            }
        }
    }

    private Task Forever(Func<Task> act) => Every(TimeSpan.Zero, new(), act);

    private string Refusal(string error) => error.Contains("Authorization", StringComparison.OrdinalIgnoreCase) || error.Contains("Authentication", StringComparison.OrdinalIgnoreCase)
        ? $"The broker refuses the credential of {options.Caller.Name}: it is wrong or was revoked. Add the machine again on the lab's Status page."
        : $"The broker says: {error}";

    // Each line once until the next connection: what goes on is not repeated.
    private void Say(string line)
    {
        lock (said)
            if (!said.Add(line)) return;
        say(line);
    }
}
