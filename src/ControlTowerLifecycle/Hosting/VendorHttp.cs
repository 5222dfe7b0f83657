using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Hosting;

/// <summary>The HTTP client for everything but AWS: the vendor, and CloudFormation's response URLs.</summary>
internal static class VendorHttp
{
    /// <summary>One client, and one connection pool, for a process. Every call sets its own time limit.</summary>
    public static HttpClient Create() => new(new FreshConnections(CreatePool, TimeProvider.System))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static SocketsHttpHandler CreatePool() => new()
    {
        // A redirect would send the API key to another host.
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };
}
