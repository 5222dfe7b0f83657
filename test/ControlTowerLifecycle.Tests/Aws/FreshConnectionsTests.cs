using System.Net;
using System.Net.Sockets;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Tests.Sandbox;

namespace ControlTowerLifecycle.Tests.Aws;

/// <summary>Real sockets: each connection gets one response, and after that the server is silent on it.</summary>
public sealed class FreshConnectionsTests
{
    [Fact]
    public async Task Connection_that_was_idle_in_a_freeze_is_not_used()
    {
        using var server = SilentAfterOneResponse.Start();
        var time = new SettableTime();
        using var client = new HttpClient(new FreshConnections(() => new SocketsHttpHandler(), time));
        await client.GetStringAsync(server.Url, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("ok", await client.GetStringAsync(server.Url, TestContext.Current.CancellationToken));
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Connection_is_not_used_if_the_clock_was_set_back()
    {
        using var server = SilentAfterOneResponse.Start();
        var time = new SettableTime();
        using var client = new HttpClient(new FreshConnections(() => new SocketsHttpHandler(), time));
        await client.GetStringAsync(server.Url, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMinutes(-5));

        Assert.Equal("ok", await client.GetStringAsync(server.Url, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pool_is_kept_between_requests_that_follow_each_other()
    {
        var (pools, time) = (0, new FixedTime());
        using var server = SilentAfterOneResponse.Start();
        using var client = new HttpClient(new FreshConnections(CreatePool, time));
        await client.GetStringAsync(server.Url, TestContext.Current.CancellationToken);

        time.Now += FreshConnections.MaximumIdle;
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url) { Headers = { ConnectionClose = true } };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(1, pools);

        SocketsHttpHandler CreatePool()
        {
            pools++;
            return new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero };
        }
    }

    private sealed class FixedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class SilentAfterOneResponse : IDisposable
    {
        private static readonly byte[] Response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _clients = [];

        public Uri Url => new($"http://{_listener.LocalEndpoint}/");

        public int Connections => _clients.Count;

        public static SilentAfterOneResponse Start()
        {
            var server = new SilentAfterOneResponse();
            server._listener.Start();
            _ = server.AcceptAsync();
            return server;
        }

        public void Dispose()
        {
            _listener.Dispose();
            _clients.ForEach(client => client.Dispose());
        }

        private async Task AcceptAsync()
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                _ = await client.GetStream().ReadAtLeastAsync(new byte[4096], 16);
                await client.GetStream().WriteAsync(Response);
            }
        }
    }
}
