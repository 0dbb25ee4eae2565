using Dashboard.Engine.Runs;

namespace Dashboard.Web.Storage;

/// <summary>How the store is, for people, and its backups.</summary>
public interface IStorageStatus
{
    /// <summary>Why nothing can be read or saved now, in words, or null.</summary>
    string? Error { get; }

    /// <summary>What people should know about this start, e.g. that a damaged file was set aside; null if nothing.</summary>
    string? Notice { get; }

    /// <summary><see cref="Error"/> changed. Raised on a thread of the pool.</summary>
    event Action? Changed;

    /// <summary>The data file, absolute.</summary>
    string Path { get; }

    /// <summary>Bytes of the data file.</summary>
    long SizeBytes { get; }

    /// <summary>Free bytes on its disk; null where the disk does not say.</summary>
    long? FreeBytes { get; }

    /// <summary>Writes a consistent copy of the data file, in one step. Put in the data file's place it restores everything.</summary>
    /// <param name="destination">A path; a file there is replaced.</param>
    /// <exception cref="StorageUnavailableException">The store or the destination cannot be used.</exception>
    void Backup(string destination);
}
