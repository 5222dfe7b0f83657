using System.Net;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Play.Page;

namespace ControlTowerLifecycle.Tests.Sandbox.Play.Page;

public sealed class LivePageTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly HttpClient _client = new();
    private LivePage _page = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _page = await LivePage.StartAsync(_time, Token);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _page.DisposeAsync();
    }

    [Fact]
    public async Task Page_is_live_and_has_all_its_parts()
    {
        using var response = await _client.GetAsync(_page.Address, Token);
        var text = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("/*REPORT*/null", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"/\*[a-z]+\.(css|js)\*/", text);
        Assert.Contains("function createModel(", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_is_not_complete_before_the_organization_exists()
    {
        var report = await ReportAsync();

        Assert.False((bool)report["complete"]!);
        Assert.Empty(report["accounts"]!.AsArray());
    }

    [Fact]
    public async Task Report_is_new_after_half_a_second_and_stays_when_the_deployment_ends()
    {
        await using (var deployment = await LifecycleDeployment.StartAsync(
            new DeploymentOptions { Sandbox = new SandboxOptions { Accounts = 7 } }, TimeProvider.System, Token))
        {
            using var shown = _page.Show(deployment);
            Assert.Equal(7, (await ReportAsync())["accounts"]!.AsArray().Count);

            deployment.Organization.Vend("700000000000", "vended", deployment.Organization.RootId);
            Assert.Equal(7, (await ReportAsync())["accounts"]!.AsArray().Count);
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(8, (await ReportAsync())["accounts"]!.AsArray().Count);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(8, (await ReportAsync())["accounts"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost")]
    public async Task Foreign_host_is_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_page.Address, "report.json"));
        request.Headers.Host = host;
        using var response = await _client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Only_get_and_two_paths_are_served()
    {
        using var posted = await _client.PostAsync(_page.Address, null, Token);
        using var other = await _client.GetAsync(new Uri(_page.Address, "page.css"), Token);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    private async Task<JsonNode> ReportAsync() =>
        JsonNode.Parse(await _client.GetStringAsync(new Uri(_page.Address, "report.json"), Token))!;
}
