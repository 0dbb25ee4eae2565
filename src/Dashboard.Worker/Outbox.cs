namespace Dashboard.Worker;

/// <summary>Finished trials on their way to the lab's disk: new ones, and those that were sent and not answered. Guarded by its shelf.</summary>
/// <param name="time">Clock.</param>
internal sealed class Outbox(TimeProvider time)
{
    private const int MostAtOnce = 500;
    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(4);

    private readonly Queue<HeldTrial> unsent = [];
    private readonly Queue<HeldTrial> sent = [];

    /// <summary>A trial whose message is there.</summary>
    public void Add(HeldTrial trial) => unsent.Enqueue(trial);

    /// <summary>What to send now.</summary>
    public IReadOnlyList<byte[]> Take()
    {
        List<byte[]> messages = [];
        var now = time.GetTimestamp();
        // Sent before and due again stand first: times of sending rise along the queue.
        while (sent.TryPeek(out var old) && (old.Gone || time.GetElapsedTime(old.SentAt, now) > Resend)) unsent.Enqueue(sent.Dequeue());
        while (messages.Count < MostAtOnce && unsent.TryDequeue(out var trial))
        {
            if (trial.Gone) continue;
            messages.Add(trial.Message!);
            trial.SentAt = now;
            sent.Enqueue(trial);
        }
        return messages;
    }

    /// <summary>Everything is to be sent once more.</summary>
    public void SendAgain()
    {
        while (sent.TryDequeue(out var trial)) unsent.Enqueue(trial);
    }
}
