using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.VendorCalls;

public class VendorCallCountTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_counts_and_every_429_once_more()
    {
        var wire = new ScriptedHttp().Answer(429, "{}", ("Retry-After", "1")).Answer(200, Sample.NoConnectors);
        var tenant = new TenantClient(wire);

        await tenant.Api.SearchAsync(Sample.Id, Token);

        Assert.Equal(
            ["VendorCalls 2", "VendorThrottles 1"],
            tenant.Http.Count.TakeMeasurements().Select(one => $"{one.Metric.Name} {one.Values[0]}"));
        Assert.Empty(tenant.Http.Count.TakeMeasurements());
    }
}
