using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class WorkloadSecurityEndpointTests
{
    [Theory]
    [InlineData("workload.de-1.cloudone.trendmicro.com", "https://workload.de-1.cloudone.trendmicro.com/api/")]
    [InlineData("https://workload.de-1.cloudone.trendmicro.com", "https://workload.de-1.cloudone.trendmicro.com/api/")]
    [InlineData("https://workload.de-1.cloudone.trendmicro.com/", "https://workload.de-1.cloudone.trendmicro.com/api/")]
    [InlineData("https://workload.de-1.cloudone.trendmicro.com/api", "https://workload.de-1.cloudone.trendmicro.com/api/")]
    [InlineData("https://workload.de-1.cloudone.trendmicro.com/api/", "https://workload.de-1.cloudone.trendmicro.com/api/")]
    [InlineData("cloudone.trendmicro.com/api", "https://cloudone.trendmicro.com/api/")]
    [InlineData("HTTPS://App.DeepSecurity.TrendMicro.com/api", "https://app.deepsecurity.trendmicro.com/api/")]
    [InlineData("manager.example:4119", "https://manager.example:4119/api/")]
    [InlineData("https://manager.example:4119/dsm/api", "https://manager.example:4119/dsm/api/")]
    [InlineData("https://manager.example/myapi", "https://manager.example/myapi/api/")]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000/api/")]
    [InlineData("http://localhost:5000/api", "http://localhost:5000/api/")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000/api/")]
    public void Host_name_or_URL_becomes_the_base_address(string text, string expected) =>
        Assert.Equal(expected, WorkloadSecurityEndpoint.Parse(text).AbsoluteUri);

    [Theory]
    [InlineData("http://workload.us-1.cloudone.trendmicro.com")]
    [InlineData("http://localhost.example.com")]
    [InlineData("http://127.0.0.1.example.com")]
    [InlineData("http://10.0.0.1")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("file:///etc/passwd")]
    public void Plain_http_is_refused_for_all_but_loopback_addresses(string text) =>
        Assert.StartsWith("takes an https URL", Fault(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("a host")]
    [InlineData("https://key:secret@manager.example")]
    [InlineData("https://key@manager.example")]
    [InlineData("https://manager.example/?key=secret")]
    [InlineData("https://manager.example/#secret")]
    public void Other_text_is_refused_with_a_sentence_that_does_not_quote_it(string text) =>
        Assert.Equal("takes a host name such as workload.us-1.cloudone.trendmicro.com, or an https URL", Fault(text));

    [Fact]
    public void Default_is_a_host_name() =>
        Assert.Equal("https://workload.us-1.cloudone.trendmicro.com/api/", WorkloadSecurityEndpoint.Parse(WorkloadSecurityEndpoint.Default).AbsoluteUri);

    private static string Fault(string text) => Assert.Throws<FormatException>(() => WorkloadSecurityEndpoint.Parse(text)).Message;
}
