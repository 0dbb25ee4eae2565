namespace Dashboard.Web.Hosting;

/// <summary>Keeps the host's own stack trace out of the log when the start fails: Program says what a person can mend in one line.</summary>
public static class PlainStart
{
    /// <summary>What goes wrong after the start is logged in full.</summary>
    public static void AddPlainStart(this WebApplicationBuilder builder)
    {
        var start = new Start();
        builder.Services.AddHostedService(_ => start);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => start.Done && level >= LogLevel.Information);
    }

    private sealed class Start : IHostedLifecycleService
    {
        public bool Done { get; private set; }

        public Task StartedAsync(CancellationToken cancellationToken)
        {
            Done = true;
            return Task.CompletedTask;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
