using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A vendor that notes when each call arrives and responds to all alike after a while.</summary>
internal sealed class VendorUnderLoad(ManualTime time) : HttpMessageHandler
{
    private readonly List<(DateTimeOffset At, int Status)> _calls = [];

    public IReadOnlyList<DateTimeOffset> Arrivals => [.. _calls.Select(call => call.At)];

    /// <summary>When the first call that failed has its response.</summary>
    public DateTimeOffset FirstFailure => _calls.First(call => call.Status != 200).At + Latency;

    /// <summary>The clock does not move by itself: with a latency, the test has to move it.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>0 if the vendor resets the connection in place of a response.</summary>
    public int Status { get; set; } = 200;

    public string? RetryAfter { get; init; }

    /// <summary>The most calls that arrived within any second, with its beginning and without its end.</summary>
    public int MostInASecondSince(DateTimeOffset start) => Arrivals
        .Where(first => first >= start)
        .Max(first => Arrivals.Count(call => call >= first && call < first + TimeSpan.FromSeconds(1)));

    /// <summary>Calls in turn for some time, whatever comes of it.</summary>
    public static async Task CallAsync(
        WorkloadSecurityClient client, ManualTime time, TimeSpan duration, CancellationToken token)
    {
        for (var end = time.GetUtcNow() + duration; time.GetUtcNow() < end;)
        {
            try
            {
                await client.SearchAsync(Sample.Id, token);
                await client.CreateAsync(Sample.Id, Sample.Fields, DateTimeOffset.MaxValue, token);
            }
            catch (WorkloadSecurityException)
            {
                // The queue delivers the account again.
            }
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var status = Status;
        _calls.Add((time.GetUtcNow(), status));
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, time, cancellationToken);

        if (status == 0)
            throw new HttpRequestException("reset");

        (string, string)[] headers = RetryAfter is { } wait ? [("Retry-After", wait)] : [];
        return ScriptedHttp.Response(status, new ByteArrayContent("""{"ID":7,"awsConnectors":[]}"""u8.ToArray()), headers);
    }
}
