using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Api;

public sealed class NotebookEndpointTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<string> Ended(string name)
    {
        var id = await app.Launch(new { lengths = new[] { 2, 3 }, trainCount = 8, validationCount = 4, name });
        await app.When(id, r => r.IsEnded);
        return id;
    }

    [Theory]
    [InlineData("", "application/x-ipynb+json", ".ipynb")]
    [InlineData("?format=ipynb", "application/x-ipynb+json", ".ipynb")]
    [InlineData("?format=py", "text/x-python", ".py")]
    public async Task Get_EveryFormat_IsAnAttachmentOfItsType(string query, string type, string end)
    {
        // A file of that name would be imported in place of Python's own module.
        var id = await Ended("copy");
        foreach (var (path, name) in new[] { ("notebook", "notebook-copy"), ("trials/1/notebook", "notebook-copy-rnn-length-3-seed-1") })
        {
            var (status, _, response) = await app.Send("GET", $"/api/runs/{id}/{path}{query}");
            var content = response.Content.Headers;
            Assert.Equal((200, type, "attachment"), (status, content.ContentType!.MediaType, content.ContentDisposition!.DispositionType));
            Assert.Equal(name + end, content.ContentDisposition.FileName!.Trim('"'));
        }
    }

    [Fact]
    public async Task Get_OneTrial_TrainsThatOne()
    {
        var id = await Ended("one");
        var (_, trial, _) = await app.Send("GET", $"/api/runs/{id}/trials/3");
        var key = trial.GetProperty("trial");

        var script = await app.CreateClient().GetStringAsync($"/api/runs/{id}/trials/3/notebook?format=py");

        Assert.Contains($"TRAIN = [\n    (\"{key.GetProperty("model").GetString()}\", {key.GetProperty("length").GetInt32()}, 1),\n]", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00000000000000000000000000000000/notebook", 404)]
    [InlineData("{id}/trials/4/notebook", 404)]
    [InlineData("{id}/notebook?format=exe", 400)]
    public async Task Get_WhatIsNotThere_SaysWhy(string path, int expected)
    {
        var (status, problem, _) = await app.Send("GET", $"/api/runs/{path.Replace("{id}", await Ended("there"), StringComparison.Ordinal)}");
        Assert.Equal(expected, status);
        Assert.True(problem.TryGetProperty("detail", out _));
    }

    [Fact]
    public async Task Get_NothingEndedYet_Is409()
    {
        var id = await app.Launch(TestApp.Held);
        foreach (var path in new[] { "notebook", "trials/0/notebook" })
        {
            var (status, problem, _) = await app.Send("GET", $"/api/runs/{id}/{path}");
            Assert.Equal(409, status);
            Assert.Contains("nothing to compare with", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        await app.Send("POST", $"/api/runs/{id}/cancel");
    }
}
