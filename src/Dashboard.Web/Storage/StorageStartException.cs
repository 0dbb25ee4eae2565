namespace Dashboard.Web.Storage;

/// <summary>The server cannot start with this data file; the message says why and what to do.</summary>
public class StorageStartException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another process has the data file.</summary>
public sealed class StorageInUseException(string path, string lockPath) : StorageStartException(
    $"The data file {path} is in use by another server (it holds {lockPath}). "
    + "Stop that server, or give this one its own file with --Storage:Path=<file>. Nothing was changed.");

/// <summary>The file, or the log beside it, is not one this server made; it was left as it is.</summary>
public sealed class StorageRefusedException(string message) : StorageStartException(message);

/// <summary>The data file cannot be read as one.</summary>
public sealed class StorageDamagedException(string what, Exception? inner = null) : StorageStartException(what, inner);
