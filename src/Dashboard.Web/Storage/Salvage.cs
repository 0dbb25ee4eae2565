using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>Starts a new data file with all that can still be read from a damaged one.</summary>
internal static class Salvage
{
    private const int BatchSize = 500;

    private static readonly (string Collection, string Words)[] Kinds =
        [(Collections.Runs, "runs"), (Collections.Trials, "trials"), (Collections.Studies, "studies"), (Collections.Shares, "shared links"), (Collections.Frozen, "frozen views"),
            (Collections.Tokens, "tokens"), (Collections.Audit, "lines of who did what")];

    /// <summary>Copies every sound record into the file at <paramref name="to"/>, which is made.</summary>
    /// <returns>What was kept and how many records were found that are damaged, in words.</returns>
    public static string Copy(string from, DataFiles to, BsonDocument meta, TimeSpan limit)
    {
        // An earlier try may have been cut short.
        File.Delete(to.Log);
        LiteSession.Create(to, Collections.Meta, meta);
        var session = LiteSession.Open(to, limit);
        var (kept, lost) = (Kinds.ToDictionary(k => k.Collection, _ => 0), 0);
        try
        {
            foreach (var batch in RawDocuments.Read(from).Chunk(BatchSize))
            {
                var changes = new List<Change>();
                foreach (var document in batch)
                {
                    if (document["product"].IsString) continue;
                    if (CollectionOf(document) is { } collection && IsSound(collection, document)) changes.Add(Change.Put(collection, document));
                    else lost++;
                }
                session.Do(engine =>
                {
                    engine.Write(changes);
                    return 0;
                }, limit);
                foreach (var change in changes) kept[change.Collection]++;
            }
            session.Dispose();
        }
        catch
        {
            session.Abandon();
            throw;
        }
        File.Delete(to.Log);
        return string.Join(", ", Kinds.Where(k => kept[k.Collection] > 0).Select(k => $"{kept[k.Collection]} {k.Words}").DefaultIfEmpty("nothing"))
            + (lost == 0 ? "" : $"; {lost} records that are there cannot be read");
    }

    /// <summary>Each kind of document has a field no other has.</summary>
    private static string? CollectionOf(BsonDocument document) => !document["_id"].IsString ? null
        : document.ContainsKey("spec") ? Collections.Runs
        : document.ContainsKey("runs") ? Collections.Studies
        : document.ContainsKey(TokenDocument.Role) ? Collections.Tokens
        : document.ContainsKey(AuditDocument.Deed) ? Collections.Audit
        : document.ContainsKey("hash") ? Collections.Shares
        : document.ContainsKey(ShareDocument.Content) ? Collections.Frozen
        : document.ContainsKey(TrialDocument.Bytes) ? Collections.Trials
        : null;

    /// <summary>By its checksum; a sealed record this version does not understand is kept for one that does.</summary>
    private static bool IsSound(string collection, BsonDocument document) => new StoredRecord(document["_id"], document, null).TryRead<object>(d => collection switch
    {
        Collections.Trials => TrialDocument.Read(d),
        Collections.Frozen => ShareDocument.ReadContent(d),
        _ => new BsonDocument(d.ToDictionary(p => p.Key, p => p.Value)).Unseal(),
    }, out _, out _);
}
