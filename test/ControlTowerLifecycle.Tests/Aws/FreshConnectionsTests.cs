using System.Net;
using System.Net.Sockets;
using System.Text;
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

    [Theory]
    [InlineData("/api/awsconnectors/search", null, null)]
    [InlineData("/", "DynamoDB_20120810.GetItem", null)]
    [InlineData("/", "AWSOrganizationsV20161128.ListAccounts", null)]
    [InlineData("/", null, "Action=GetRole&Version=2010-05-08&RoleName=x")]
    [InlineData("/", null, "Version=2011-06-15&Action=AssumeRole")]
    public async Task Read_on_a_connection_that_the_server_has_closed_is_repeated_at_once(string path, string? target, string? form)
    {
        using var server = SilentAfterOneResponse.Start(closesOnSecondRequest: true);
        using var client = new HttpClient(new FreshConnections(() => new SocketsHttpHandler(), new FixedTime()));
        await client.GetStringAsync(server.Url, TestContext.Current.CancellationToken);

        using var response = await PostAsync(client, server.Url, path, target, form);

        Assert.Equal("ok", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, server.Connections);
    }

    [Theory]
    [InlineData("/api/awsconnectors", null, null)]
    [InlineData("/", "AmazonSQS.SendMessageBatch", null)]
    [InlineData("/", null, "Action=Publish&Message=Action=GetRole")]
    [InlineData("/", null, "Action=CreateRole")]
    public async Task Write_on_such_a_connection_is_not_repeated(string path, string? target, string? form)
    {
        using var server = SilentAfterOneResponse.Start(closesOnSecondRequest: true);
        using var client = new HttpClient(new FreshConnections(() => new SocketsHttpHandler(), new FixedTime()));
        await client.GetStringAsync(server.Url, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, server.Url, path, target, form));

        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Read_is_repeated_once_and_not_if_its_connection_was_new()
    {
        using var server = SilentAfterOneResponse.Start(closesOnSecondRequest: true);
        using var client = new HttpClient(new FreshConnections(() => new SocketsHttpHandler(), new FixedTime()));
        server.ClosesAtOnce = true;

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, server.Url, "/search", null, null));
        Assert.Equal(1, server.Connections);

        server.ClosesAtOnce = false;
        await client.GetStringAsync(server.Url, TestContext.Current.CancellationToken);
        server.ClosesAtOnce = true;
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(client, server.Url, "/search", null, null));
        Assert.Equal(3, server.Connections);
    }

    private static async Task<HttpResponseMessage> PostAsync(
        HttpClient client, Uri server, string path, string? target, string? form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path))
        {
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes(form ?? "{}")),
        };
        if (form is not null)
            request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        if (target is not null)
            request.Headers.Add("X-Amz-Target", target);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class FixedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class SilentAfterOneResponse(bool closesOnSecondRequest) : IDisposable
    {
        private static readonly byte[] Response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _clients = [];

        public Uri Url => new($"http://{_listener.LocalEndpoint}/");

        public int Connections => _clients.Count;

        /// <summary>Whether it closes a connection after the first request, without a response.</summary>
        public bool ClosesAtOnce { get; set; }

        public static SilentAfterOneResponse Start(bool closesOnSecondRequest = false)
        {
            var server = new SilentAfterOneResponse(closesOnSecondRequest);
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
                _ = ServeAsync(client);
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            _ = await client.GetStream().ReadAtLeastAsync(new byte[4096], 16);
            if (ClosesAtOnce)
            {
                client.Close();
                return;
            }

            await client.GetStream().WriteAsync(Response);
            if (!closesOnSecondRequest)
                return;

            _ = await client.GetStream().ReadAtLeastAsync(new byte[4096], 16);
            client.Close();
        }
    }
}
