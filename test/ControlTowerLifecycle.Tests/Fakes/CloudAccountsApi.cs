using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Credentials;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>The real client of Cloud Accounts with fake HTTP, a manual clock and a secret that a test can rotate.</summary>
internal sealed class CloudAccountsApi
{
    public CloudAccountsApi(HttpMessageHandler wire, string prefix = "/v3.0/cam", int callsPerMinute = 1000)
    {
        End = new InvocationEnd(Time);
        Keys = new CloudAccountsKeySource(ReadSecretAsync, Time);
        Http = new CloudAccountsHttp(
            new HttpClient(wire) { Timeout = Timeout.InfiniteTimeSpan },
            new Uri("https://api.eu.test/"),
            Keys,
            new CallBudget(callsPerMinute, Time) { InvocationEnd = End },
            Time);
        Client = new CloudAccountsClient(Http, prefix);
    }

    public ManualTime Time { get; } = new(Sample.Start) { AutoAdvance = true };

    public InvocationEnd End { get; }

    public CloudAccountsKeySource Keys { get; }

    public CloudAccountsHttp Http { get; }

    public CloudAccountsClient Client { get; }

    public string Secret { get; set; } = CloudSample.Key;

    public int SecretReads { get; private set; }

    /// <summary>The time since the start: the sum of all waits.</summary>
    public TimeSpan Waited => Time.GetUtcNow() - Sample.Start;

    private Task<string> ReadSecretAsync(CancellationToken cancellationToken)
    {
        SecretReads++;
        return Task.FromResult(Secret);
    }
}
