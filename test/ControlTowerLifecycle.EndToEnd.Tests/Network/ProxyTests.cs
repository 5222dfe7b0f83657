using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Network;

/// <summary>Real processes behind a proxy that inspects TLS, with the variables that set it up.</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Host = "workload.test.invalid";
    private readonly string _bundle = Path.GetTempFileName();
    private readonly TlsRelay _relay;
    private int _vendorPort;
    private IReadOnlyList<string> _output = [];

    /// <summary>The port of the sandbox's vendor is known only after the sandbox has started.</summary>
    public ProxyTests() => _relay = new TlsRelay(Host, () => _vendorPort);

    private string Proxy => $"http://127.0.0.1:{_relay.Port}";

    public void Dispose()
    {
        _relay.Dispose();
        File.Delete(_bundle);
    }

    [Fact]
    public async Task Vendor_is_called_through_HTTPS_PROXY_with_a_CA_of_SSL_CERT_FILE()
    {
        await File.WriteAllTextAsync(_bundle, _relay.Pem, TestContext.Current.CancellationToken);

        var result = await DeployAsync(("HTTPS_PROXY", Proxy), ("SSL_CERT_FILE", _bundle));

        Assert.Null(result.Reason);
        Assert.InRange(_relay.Tunnels, 1, 100);
    }

    [Fact]
    public async Task Certificate_of_an_unknown_CA_fails_the_deployment_and_names_host_and_SSL_CERT_FILE()
    {
        var result = await DeployAsync(("HTTPS_PROXY", Proxy));

        Assert.Contains($"the certificate of {Host} is not trusted", result.Reason, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", result.Reason, StringComparison.Ordinal);
        Assert.InRange(_relay.Tunnels, 2, 4);
    }

    [Fact]
    public async Task Refusal_of_the_proxy_is_reported_without_its_password()
    {
        _relay.TunnelStatus = "407 Proxy Authentication Required";

        var result = await DeployAsync(("HTTPS_PROXY", $"http://operator:proxy-password@127.0.0.1:{_relay.Port}"));

        Assert.Contains($"the proxy did not connect to {Host} (HTTP 407)", result.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(_output);
        Assert.DoesNotContain(_output, line => line.Contains("proxy-password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Host_of_NO_PROXY_is_not_called_through_the_proxy()
    {
        var result = await DeployAsync(("HTTPS_PROXY", Proxy), ("NO_PROXY", ".test.invalid"));

        Assert.Contains($"the host name {Host} cannot be resolved", result.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _relay.Tunnels);
    }

    private async Task<StackResult> DeployAsync(params (string Name, string Value)[] variables)
    {
        var environment = variables.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal);
        environment["WORKLOAD_SECURITY_ENDPOINT"] = Host;
        await using var stack = await TestStack.StartAsync(TestStack.Quick with { Variables = environment });
        _vendorPort = stack.Server.VendorEndpoint.Port;
        var result = await stack.CreateAsync("1");
        _output = [.. stack.Deployment.Backfill.Log.Lines.Select(line => line.Text)];
        return result;
    }
}
