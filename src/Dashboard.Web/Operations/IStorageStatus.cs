using Dashboard.Engine.Runs;

namespace Dashboard.Web.Operations;

/// <summary>How the store is, for people, and its backups.</summary>
public interface IStorageStatus
{
    /// <summary>Why nothing can be read or saved now, in words, or null.</summary>
    string? Error { get; }

    /// <summary>Tries a small write beside the data file, so that a full or read-only disk is noticed before a result is lost to it.</summary>
    /// <returns>Why nothing can be written now, or null.</returns>
    string? TryWrite();

    /// <summary>Why new runs are refused although the store works: too little free space; null if they are not.</summary>
    string? NoRoom { get; }

    /// <summary>What people should know about this start, e.g. that a damaged file was set aside; null if nothing.</summary>
    string? Notice { get; }

    /// <summary>Records found that cannot be read; everything else goes on without them.</summary>
    IReadOnlyList<DamagedRecord> DamagedRecords { get; }

    /// <summary><see cref="Error"/> changed. Raised on a thread of the pool.</summary>
    event Action? Changed;

    /// <summary>The data file, absolute.</summary>
    string Path { get; }

    /// <summary>Bytes of the data file.</summary>
    long SizeBytes { get; }

    /// <summary>Free bytes on its disk; null where the disk does not say.</summary>
    long? FreeBytes { get; }

    /// <summary>The folder of the scheduled backups, absolute.</summary>
    string BackupFolder { get; }

    /// <summary>When the newest scheduled backup was written (UTC); null where there is none.</summary>
    DateTime? LastBackup { get; }

    /// <summary>Writes a consistent copy of the data file, in one step. Put in the data file's place it restores everything.</summary>
    /// <param name="destination">A path; a file there is replaced.</param>
    /// <exception cref="StorageUnavailableException">The store or the destination cannot be used.</exception>
    void Backup(string destination);
}
