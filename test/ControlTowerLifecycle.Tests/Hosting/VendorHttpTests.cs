using System.Net;
using System.Net.Sockets;
using System.Text;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Tests.Hosting;

public class VendorHttpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        using var http = VendorHttp.Create();

        var (status, _) = await GetAsync(http, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n");

        Assert.Equal(HttpStatusCode.Found, status);
    }

    [Fact]
    public async Task Cookie_is_not_kept()
    {
        using var http = VendorHttp.Create();
        await GetAsync(http, "HTTP/1.1 200 OK\r\nSet-Cookie: session=1\r\n");

        var (_, request) = await GetAsync(http, "HTTP/1.1 200 OK\r\n");

        Assert.DoesNotContain("Cookie", request, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<(HttpStatusCode Status, string Request)> GetAsync(HttpClient http, string response)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var serving = ServeAsync(listener, response);
        using var received = await http.GetAsync(address, Token);
        return (received.StatusCode, await serving);
    }

    /// <summary>Responds to one request on one connection; a second connection is refused.</summary>
    private static async Task<string> ServeAsync(TcpListener listener, string response)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        listener.Stop();
        await using var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, Token)));

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{response}Content-Length: 0\r\nConnection: close\r\n\r\n"), Token);
        return request.ToString();
    }
}
