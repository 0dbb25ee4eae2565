using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using Dashboard.Engine.Training;
using Dashboard.Web.Inside;
using Dashboard.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Inside;

public sealed class RecordingTests : IDisposable
{
    private readonly TestApp app = new() { Trainer = new FusedTrainer() };

    private static object Request => new { lengths = new[] { 3, 5 }, seeds = new[] { 1, 2 }, models = new[] { "rnn", "lstm" }, trainCount = 200, validationCount = 60, epochs = 4, patience = 0 };

    [Fact]
    public async Task Get_FinishedTrials_HoldsEveryNetworkOfTheLengthAndSeed()
    {
        var id = await Done();
        var head = await Read($"/api/runs/{id}/inside?length=5&seed=2");

        Assert.Equal((5, 2, 60), (head.GetProperty("length").GetInt32(), head.GetProperty("seed").GetInt32(), head.GetProperty("count").GetInt32()));
        var frames = head.GetProperty("frames").GetArrayLength();
        // Start; 1, 2 and 4 of the first epoch's 7 batches; four epochs.
        Assert.Equal(1 + 3 + 4, frames);
        var networks = head.GetProperty("networks").EnumerateArray().ToArray();
        Assert.Equal(["rnn", "lstm"], networks.Select(n => n.GetProperty("model").GetString()));
        Assert.Equal([frames * 61, frames * 223], networks.Select(n => n.GetProperty("weights").GetProperty("length").GetInt32()));
        Assert.Equal(JsonValueKind.Null, head.GetProperty("differences").ValueKind);
    }

    /// <summary>The facts in few numbers are those of the best epoch the run saved.</summary>
    [Fact]
    public async Task Facts_OfARecording_AreThoseOfTheSavedTrials()
    {
        var id = await Done();
        var facts = InsideFacts.Of(await app.Services.GetRequiredService<RecordingShelf>().GetAsync(id, new(5, 2), TestContext.Current.CancellationToken));
        Assert.Equal((id, 5, 2L, 60, false), (facts.Run, facts.Length, facts.Seed, facts.Sequences, facts.Differs));
        Assert.Equal([0.6], facts.Items.Select(i => i.Weight!.Value));
        foreach (var network in facts.Networks)
        {
            var best = app.Runs.Trials(id).Single(t => t.Key.Length == 5 && t.Key.Seed == 2 && t.Key.Model.Word() == network.Model).Result!.Best!;
            Assert.Equal((best.Epoch, best.ValidationLoss), (network.Epoch, network.Score!.Value));
            Assert.Equal((5, 5, 5, 4), (network.Effect.Count, network.ReadableH.Count, network.ReadableC.Count, network.FirstByEpoch.Count));
            Assert.All(network.ReadableC, r => Assert.InRange(r!.Value, 0, 1));
            Assert.Equal(network.ItemWeights[0]!.Value, network.FirstByEpoch[network.Epoch - 1]!.Value, 3);
        }
    }

    [Fact]
    public async Task Outline_FinishedTrials_HasTheSavedCurvesAndNoNetworks()
    {
        var head = await Read($"/api/runs/{await Done()}/inside/outline?length=3");
        Assert.Equal(1, head.GetProperty("seed").GetInt32());
        Assert.All(head.GetProperty("networks").EnumerateArray(), n => Assert.False(n.TryGetProperty("weights", out _)));
    }

    [Theory]
    [InlineData("length=4", 409, "it has 3, 5")]
    [InlineData("length=5&seed=9", 409, "it has 1, 2")]
    [InlineData("length=x", 400, "Not accepted: length")]
    [InlineData("length=99999999999", 400, "Not accepted: length")]
    [InlineData("seed=-1", 400, "Not accepted: seed")]
    public async Task Get_WhatIsNotThere_SaysWhatIs(string query, int status, string says)
    {
        var (answer, body, _) = await app.Send("GET", $"/api/runs/{await Done()}/inside?{query}");
        Assert.Equal(status, answer);
        Assert.Contains(says, body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownRun_IsNotFound() =>
        Assert.Equal(404, (await app.Send("GET", $"/api/runs/{new string('0', 32)}/inside")).Status);

    [Fact]
    public async Task Get_TrialStillInTheQueue_AsksToWait()
    {
        using var held = new TestApp();
        // Both workers are held by another run.
        await held.Launch(TestApp.Held);
        var id = await held.Launch();
        var (status, body, _) = await held.Send("GET", $"/api/runs/{id}/inside");
        Assert.Equal((409, "waiting"), (status, body.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Get_CancelledRun_OffersToTrainTheSeedAndWhatIsThere()
    {
        using var held = new TestApp();
        // A seed's lengths go from its ends inwards: when both workers are held, length 3 of seed 2 alone has not begun.
        var id = await held.Launch(new { lengths = new[] { 2, 3, HeldTrainer.HeldLength }, seeds = new[] { 1, 2 }, models = new[] { "rnn" }, trainCount = 8, validationCount = 4 });
        await held.When(id, r => r.TrialsDone == 3);
        held.Runs.Cancel(id);
        await held.When(id, r => r.IsEnded);

        var (status, body, _) = await held.Send("GET", $"/api/runs/{id}/inside?length=3&seed=2");

        Assert.Equal((409, "refused"), (status, body.GetProperty("state").GetString()));
        var ways = body.GetProperty("ways").EnumerateArray().ToArray();
        Assert.Equal(["Train this seed here", "Look at length 2 meanwhile"], ways.Select(w => w.GetProperty("word").GetString()));
        Assert.True(ways[0].GetProperty("trains").GetBoolean());
        Assert.Equal(2, ways[1].GetProperty("length").GetInt32());
    }

    [Fact]
    public async Task Train_OneLengthAndSeed_IsARunOfItsOwnWithTheSameNetworks()
    {
        var id = await Done();
        var (status, made, _) = await app.Send("POST", $"/api/runs/{id}/inside/train?length=5&seed=2");
        Assert.Equal(201, status);
        var anew = made.GetProperty("id").GetString()!;
        await app.When(anew, r => r.IsEnded);

        var run = app.Runs.Find(anew)!;
        Assert.Equal([5], run.Spec.Lengths);
        Assert.Equal([2L], run.Spec.Seeds);
        Assert.Equal("Simple, no noise, raw inputs, length 5, seed 2", run.Name);
        var (before, after) = (app.Runs.Trials(id).Where(t => t.Key is { Length: 5, Seed: 2 }).ToArray(), app.Runs.Trials(anew));
        Assert.Equal(before.Select(t => t.Result!.Epochs[^1]), after.Select(t => t.Result!.Epochs[^1]));
    }

    [Theory]
    [InlineData("length=4", 409)]
    [InlineData("length=x", 400)]
    public async Task Train_WhatIsNotThere_IsRefused(string query, int status) =>
        Assert.Equal(status, (await app.Send("POST", $"/api/runs/{await Done()}/inside/train?{query}")).Status);

    [Fact]
    public async Task Get_NetworkTooLarge_SaysWhatIsShown()
    {
        var id = await app.Launch(new { lengths = new[] { 3 }, models = new[] { "rnn" }, trainCount = 8, validationCount = 4, hiddenSize = 51, epochs = 1 });
        await app.When(id, r => r.IsEnded);
        var (status, body, _) = await app.Send("GET", $"/api/runs/{id}/inside");
        Assert.Equal((409, "refused"), (status, body.GetProperty("state").GetString()));
        Assert.Contains("up to 50 units", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal([$"runs/{id}?tab=flow&length=3", $"new?from={id}&hiddenSize=6"], body.GetProperty("ways").EnumerateArray().Select(w => w.GetProperty("address").GetString()));
    }

    [Fact]
    public async Task Get_LengthTooLong_LeadsToTheLongestThatIsShownAndToNoOtherRefusal()
    {
        var id = await app.Launch(new { lengths = new[] { 3, 5, 201 }, models = new[] { "rnn" }, trainCount = 8, validationCount = 4, epochs = 1 });
        await app.When(id, r => r.IsEnded);
        var (status, body, _) = await app.Send("GET", $"/api/runs/{id}/inside?length=201");
        Assert.Equal((409, "refused"), (status, body.GetProperty("state").GetString()));
        Assert.Equal(["Look at length 5", "Gradient flow of this run"], body.GetProperty("ways").EnumerateArray().Select(w => w.GetProperty("word").GetString()));
    }

    [Fact]
    public async Task GetAsync_TwoWhoAskAtOnce_ShareOneRecording()
    {
        var (id, shelf) = (await Done(), app.Services.GetRequiredService<RecordingShelf>());
        var both = await Task.WhenAll(shelf.GetAsync(id, new(5, 1), CancellationToken.None), shelf.GetAsync(id, new(5, 1), CancellationToken.None));
        Assert.Same(both[0], both[1]);
        Assert.Same(both[0], await shelf.GetAsync(id, new(5, 1), CancellationToken.None));
    }

    [Fact]
    public async Task GetAsync_NobodyWaitsAnyMore_IsGivenUpAndCanBeAskedForAgain()
    {
        var id = await app.Launch(new { lengths = new[] { 5 }, models = new[] { "lstm" }, trainCount = 25_000, validationCount = 60, epochs = 1_000, patience = 0 });
        await app.When(id, r => r.IsEnded);
        var shelf = app.Services.GetRequiredService<RecordingShelf>();
        using var leaving = new CancellationTokenSource();
        var asked = shelf.GetAsync(id, new(5, 1), leaving.Token);
        while (shelf.Progress(id, new(5, 1)) is not { State: "training", Epoch: > 0 }) await Task.Yield();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal("none", shelf.Progress(id, new(5, 1)).State);
    }

    private async Task<string> Done()
    {
        var id = await app.Launch(Request);
        await app.When(id, r => r.IsEnded);
        return id;
    }

    /// <summary>The head of an answer, which came compressed.</summary>
    private async Task<JsonElement> Read(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        var response = await app.CreateClient().SendAsync(request);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        await plain.CopyToAsync(bytes);
        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes.GetBuffer());
        return JsonDocument.Parse(bytes.GetBuffer().AsMemory(4, size)).RootElement;
    }

    public void Dispose() => app.Dispose();
}
