using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ControlTowerLifecycle.EndToEnd.Tests.Network;

/// <summary>
/// Ends TLS for a host name with a certificate of its own CA, as a proxy that inspects TLS does, and relays to a server on
/// this machine. It is a proxy too: CONNECT leads to the same server.
/// </summary>
internal sealed class TlsRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2 _certificate;
    private readonly Func<int> _targetPort;
    private int _tunnels;

    public TlsRelay(string host, Func<int> targetPort)
    {
        _targetPort = targetPort;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var created = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _certificate = X509CertificateLoader.LoadPkcs12(created.Export(X509ContentType.Pkcs12), null);
        Pem = created.ExportCertificatePem();
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Pem { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The response to CONNECT.</summary>
    public string TunnelStatus { get; set; } = "200 OK";

    /// <summary>How many connections started with CONNECT.</summary>
    public int Tunnels => Volatile.Read(ref _tunnels);

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _certificate.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var first = new byte[1];
            await client.Client.ReceiveAsync(first, SocketFlags.Peek, _end.Token);
            if (first[0] == (byte)'C')
            {
                Interlocked.Increment(ref _tunnels);
                await ReadHeadersAsync(stream);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {TunnelStatus}\r\n\r\n"), _end.Token);
                if (TunnelStatus != "200 OK")
                    return;
            }

            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _targetPort(), _end.Token);
            await Task.WhenAny(
                tls.CopyToAsync(server.GetStream(), _end.Token), server.GetStream().CopyToAsync(tls, _end.Token));
        }
    }

    private async Task ReadHeadersAsync(NetworkStream stream)
    {
        var (one, ended) = (new byte[1], 0);
        while (ended < 4 && await stream.ReadAsync(one, _end.Token) > 0)
            ended = one[0] is (byte)'\r' or (byte)'\n' ? ended + 1 : 0;
    }
}
