using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>The real client of a tenant with fake HTTP, a manual clock and a secret that a test can rotate.</summary>
internal sealed class TenantClient
{
    public TenantClient(HttpMessageHandler wire, KeyStyle style = KeyStyle.ApiKey, int callsPerMinute = 1000, ManualTime? time = null)
    {
        Time = time ?? new ManualTime(Sample.Start) { AutoAdvance = true };
        End = new InvocationEnd(Time);
        Keys = new ApiKeySource(ReadSecretAsync, style, Time);
        Http = new WorkloadSecurityHttp(
            new HttpClient(wire) { Timeout = Timeout.InfiniteTimeSpan },
            new Uri("https://workload.test/api/"),
            Keys,
            new CallBudget(callsPerMinute, Time) { InvocationEnd = End },
            Time);
        Api = new WorkloadSecurityClient(Http);
    }

    public ManualTime Time { get; }

    public InvocationEnd End { get; }

    public ApiKeySource Keys { get; }

    public WorkloadSecurityHttp Http { get; }

    public WorkloadSecurityClient Api { get; }

    public string Secret { get; set; } = Sample.Key;

    public int SecretReads { get; private set; }

    /// <summary>The time since the start: the sum of all waits.</summary>
    public TimeSpan Waited => Time.GetUtcNow() - Sample.Start;

    private Task<string> ReadSecretAsync(CancellationToken cancellationToken)
    {
        SecretReads++;
        return Task.FromResult(Secret);
    }
}
