using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ControlTowerLifecycle.Sandbox;

/// <summary>
/// An HTTP server on a free port of 127.0.0.1 with one handler. It reads no configuration and writes no log, so the
/// environment cannot change a test.
/// </summary>
internal sealed class SandboxHttpServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<Exception> _failures;

    private SandboxHttpServer(WebApplication application, Uri address, ConcurrentQueue<Exception> failures)
    {
        _application = application;
        _failures = failures;
        Address = address;
    }

    /// <summary>The exceptions of the handler. The caller received 500.</summary>
    public IReadOnlyCollection<Exception> Failures => _failures;

    /// <summary>Ends with a slash.</summary>
    public Uri Address { get; }

    public static async Task<SandboxHttpServer> StartAsync(RequestDelegate handler, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 8 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        var web = builder.Build();
        var failures = new ConcurrentQueue<Exception>();
        web.Run(context => RunAsync(handler, context, failures));
        await web.StartAsync(cancellationToken);
        var addresses = web.Services.GetRequiredService<IServer>(
            ).Features.GetRequiredFeature<IServerAddressesFeature>();
        return new SandboxHttpServer(web, new Uri(addresses.Addresses.Single()), failures);
    }

    private static async Task RunAsync(
        RequestDelegate handler, HttpContext context, ConcurrentQueue<Exception> failures)
    {
        try
        {
            await handler(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller disconnected, or a fault broke the connection.
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // The server stops.
        }
        catch (Exception e)
        {
            failures.Enqueue(e);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }

    /// <summary>
    /// Replaces the host's lifetime. That one would handle SIGINT and SIGTERM, and the process would not end.
    /// </summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
