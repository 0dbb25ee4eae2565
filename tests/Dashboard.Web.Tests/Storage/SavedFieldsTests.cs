using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Web.Addresses;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Components.RunDetail;
using Dashboard.Web.Storage;
using Dashboard.Web.Tests.Support;
using LiteDB;
using JsonSerializer = System.Text.Json.JsonSerializer;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Web.Tests.Storage;

/// <summary>Every field of what is saved, sent or written in an address comes back as it was, whatever its value.</summary>
public sealed class SavedFieldsTests
{
    [Fact]
    public void RunDocument_EveryField_ComesBack() => ComesBack(Samples.Run, run => RunDocument.Read(Bytes(RunDocument.Write(run))));

    [Fact]
    public void TrialDocument_EveryField_ComesBack() =>
        ComesBack(Samples.Trial, trial => TrialDocument.Read(Bytes(TrialDocument.Write("run", trial))));

    [Fact]
    public void StudyDocument_EveryField_ComesBack() =>
        ComesBack(Samples.Study, study => StudyDocument.Read(Bytes(StudyDocument.Write(study))));

    [Fact]
    public void ShareDocument_EveryField_ComesBack() =>
        ComesBack(Samples.Share, share => ShareDocument.Read(Bytes(ShareDocument.Write(share))));

    [Fact]
    public void TokenDocument_EveryField_ComesBack() =>
        ComesBack(Samples.Token, token => TokenDocument.Read(Bytes(TokenDocument.Write(token))));

    [Fact]
    public void AuditDocument_EveryField_ComesBack() =>
        ComesBack(Samples.Line, line => AuditDocument.Read(Bytes(AuditDocument.Write(line))));

    /// <summary>A configuration as the API shows it, posted as it is.</summary>
    [Fact]
    public void Request_EveryFieldOfASpec_ComesBackThroughJson() => ComesBack(Samples.Spec with { Variant = "", Brought = null }, spec =>
    {
        var json = JsonSerializer.Serialize(RunRequest.From(spec), JsonSerializerOptions.Web);
        var (read, errors) = RunRequestValidator.Validate(JsonSerializer.Deserialize<RunRequest>(json, JsonSerializerOptions.Web)!);
        return read ?? throw new InvalidOperationException(string.Join(' ', errors.SelectMany(e => e.Value)));
    },
        // A task has protocols and variants of its own: LabTasksTests takes every task's there and back.
        "Sequence", "Protocol", "Variant", "Brought");

    // An address leaves out the point under the pointer.
    [Fact]
    public void RunView_EveryField_ComesBackFromItsAddress() => ComesBack(
        Samples.RunView with { Charts = Samples.Lengths with { Chosen = null } },
        view => RunView.Parse(new AddressFields(QueryString.Create(view.Query()
            .Where(q => q.Value is not null).Select(q => KeyValuePair.Create(q.Key, (string?)FormattableString.Invariant($"{q.Value}")))).ToString())),
        // A column's name, of which there is no other by adding a letter.
        "Charts.Chosen", "Sort");

    [Fact]
    public void CompareView_EveryField_ComesBackFromItsAddress() => ComesBack(
        Samples.CompareView with { Charts = Samples.Lengths with { Chosen = null } },
        view => CompareView.Parse(new AddressFields(view.Query())), "Charts.Chosen");

    private static void ComesBack<T>(T sample, Func<T, T> through, params IReadOnlyList<string> except) where T : notnull
    {
        Assert.Equal(RecordFields.Text(sample), RecordFields.Text(through(sample)));
        var seen = new HashSet<string> { RecordFields.Text(sample) };
        foreach (var (path, changed) in RecordFields.Changes(sample, except))
        {
            var text = RecordFields.Text(changed);
            Assert.True(seen.Add(text), $"{path} cannot be seen");
            Assert.Equal((path, text), (path, RecordFields.Text(through(changed))));
        }
    }

    /// <summary>Through the bytes that the file holds.</summary>
    private static BsonDocument Bytes(BsonDocument document) => BsonSerializer.Deserialize(BsonSerializer.Serialize(document));
}
