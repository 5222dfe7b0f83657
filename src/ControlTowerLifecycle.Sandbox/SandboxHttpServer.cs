using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ControlTowerLifecycle.Sandbox;

/// <summary>
/// An HTTP server on a free port of 127.0.0.1 with one handler. It reads no configuration and logs nothing, so that
/// neither the environment nor a log can come between a test and what it says.
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

    /// <summary>What the handler threw; the caller saw a 500 for it.</summary>
    public IReadOnlyCollection<Exception> Failures => _failures;

    /// <summary>Where it listens; it ends in a slash.</summary>
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
        var thrown = new ConcurrentQueue<Exception>();
        web.Run(context => RunAsync(handler, context, thrown));
        await web.StartAsync(cancellationToken);
        var addresses = web.Services.GetRequiredService<IServer>(
            ).Features.GetRequiredFeature<IServerAddressesFeature>();
        return new SandboxHttpServer(web, new Uri(addresses.Addresses.Single()), thrown);
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
            // The caller has gone, or was cut off on purpose; there is nobody to answer.
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // The server is being stopped.
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
    /// The host's own lifetime would take SIGINT and SIGTERM for itself, and the process that has these servers would
    /// not end.
    /// </summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
