namespace Dashboard.Web.Operations;

/// <summary>The machines that train, for people and programs. Thread-safe; answers at once.</summary>
public interface IMachines
{
    /// <summary>All of them now.</summary>
    ClusterView View { get; }

    /// <summary>Why no credentials can be made here; null where they can.</summary>
    string? NoCredentials { get; }

    /// <summary>Credentials that were made, by name; revoked ones are not among them.</summary>
    IReadOnlyList<WorkerCredential> Credentials { get; }

    /// <summary>Makes a credential for a new worker.</summary>
    /// <param name="name">Its name; null for the next free one.</param>
    /// <returns>The credential and the word that holds it, or what is wrong with the name.</returns>
    (WorkerCredential? Made, string? Word, string? Problem) Add(string? name);

    /// <summary>Takes a credential back: its worker is cut off.</summary>
    /// <returns>False where there is none of that name.</returns>
    bool Revoke(string name);

    /// <summary>Tells a worker to take no more and end when all is saved, or to stay after all.</summary>
    void LetLeave(string name, bool leave);

    /// <summary>Takes a worker that is lost or refused off the list.</summary>
    void Forget(string name);

    /// <summary>Whether this machine's own threads take trials.</summary>
    void LetTrain(bool own);
}

/// <summary>A worker's credential. Its secret is known to nobody but who was given the word.</summary>
/// <param name="Name">The worker.</param>
/// <param name="PublicKey">What the broker knows of it.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record WorkerCredential(string Name, string PublicKey, DateTime CreatedAt);
