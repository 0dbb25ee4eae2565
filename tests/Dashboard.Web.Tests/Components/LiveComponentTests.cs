using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Tests.Components;

public sealed class LiveComponentTests : BunitContext
{
    [Fact]
    public void Background_UpdateThrows_TheErrorBoundaryShowsIt()
    {
        var page = Render<ErrorBoundary>(p => p
            .AddChildContent<FailingComponent>()
            .Add(b => b.ErrorContent, error => $"<p>failed: {error.Message}</p>"));
        page.WaitForAssertion(() => Assert.Contains("failed: no more news", page.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Start_WorkEndsBecauseThePageWasLeft_TellsNobody()
    {
        List<Exception> told = [];
        List<Task> started = [];
        foreach (var end in new Exception[] { new OperationCanceledException(), new ObjectDisposedException("page"), new InvalidOperationException("no more news") })
            BackgroundWork.Start(work => Keep(work()), () => Task.FromException(end), e =>
            {
                told.Add(e);
                return Task.CompletedTask;
            });
        await Task.WhenAll(started);
        Assert.Equal("no more news", Assert.Single(told).Message);

        Task Keep(Task work)
        {
            started.Add(work);
            return work;
        }
    }

    private sealed class FailingComponent : LiveComponent
    {
        protected override void OnLive() => Background(async () =>
        {
            await Task.Yield();
            throw new InvalidOperationException("no more news");
        });
    }
}
