using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>Ten accounts at once, in one process, and a vendor that is down or throttles.</summary>
public class OverloadedVendorTests
{
    private const int Accounts = 10;
    private const string Past = "Fri, 20 Nov 2026 09:11:00 GMT";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private readonly ManualTime _time = new(Sample.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, string?> Failures => new()
    {
        { 503, "0" }, { 503, null }, { 503, "7" }, { 503, Past },
        { 429, "0" }, { 429, null }, { 429, "7" }, { 429, Past },
        { 0, null },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Cold_process_makes_at_most_three_calls_in_any_second(int status, string? retryAfter)
    {
        var vendor = Vendor(status, retryAfter, TimeSpan.FromMilliseconds(200));

        Run(vendor, TimeSpan.FromSeconds(60));

        Assert.InRange(vendor.Arrivals.Count, 18, 30);
        Assert.Equal(3, vendor.MostInASecondSince(Sample.Start));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_without_latency_stops_the_other_accounts_before_their_first_call(int status, string? retryAfter)
    {
        var vendor = Vendor(status, retryAfter, TimeSpan.Zero);

        Run(vendor, TimeSpan.FromSeconds(60));

        Assert.InRange(vendor.Arrivals.Count, 6, 10);
        Assert.Equal(1, vendor.MostInASecondSince(Sample.Start));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Healthy_process_makes_at_most_three_calls_in_any_second_after_the_first_failure(
        int status, string? retryAfter)
    {
        var vendor = Vendor(200, retryAfter, TimeSpan.FromMilliseconds(200));
        using var outage = _time.CreateTimer(
            _ => vendor.Status = status, null, TimeSpan.FromSeconds(1.5), Timeout.InfiniteTimeSpan);

        Run(vendor, TimeSpan.FromSeconds(60));

        var failure = vendor.FirstFailure;
        Assert.Equal(3, vendor.MostInASecondSince(failure));
        Assert.DoesNotContain(vendor.Arrivals, at => at >= failure && at < failure.AddSeconds(1));
    }

    [Fact]
    public void Cold_batch_takes_one_round_trip_more_if_the_vendor_is_healthy()
    {
        var vendor = new VendorUnderLoad(_time) { Latency = TimeSpan.FromMilliseconds(50) };

        Run(vendor, TimeSpan.FromMilliseconds(200));

        Assert.Equal(
            [(0.0, 3), (50.0, 10), (100.0, 10)],
            vendor.Arrivals.Take(23)
                .GroupBy(at => (at - Sample.Start).TotalMilliseconds)
                .Select(at => (at.Key, at.Count())));
    }

    [Fact]
    public void Vendor_that_recovers_gets_all_waiting_calls_after_one_round_trip()
    {
        var vendor = new VendorUnderLoad(_time) { Status = 503, Latency = TimeSpan.FromMilliseconds(50) };
        using var recovers = _time.CreateTimer(
            _ => vendor.Status = 200, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);

        Run(vendor, TimeSpan.FromSeconds(20));

        var first = vendor.Arrivals.First(at => at >= Sample.Start.AddSeconds(10));
        var second = first.AddMilliseconds(50);
        Assert.Equal(3, vendor.Arrivals.Count(at => at >= first && at < second));
        Assert.Equal(Accounts, vendor.Arrivals.Count(at => at >= second && at < second.AddMilliseconds(50)));
    }

    [Fact]
    public async Task First_calls_of_a_single_account_do_not_wait()
    {
        var vendor = new VendorUnderLoad(_time);
        var client = new TenantClient(vendor, time: _time).Api;

        await Task.WhenAll(client.FindExternalIdAsync(Token), client.SearchAsync(Sample.Id, Token));
        await client.CreateAsync(Sample.Id, Sample.Fields, DateTimeOffset.MaxValue, Token);

        Assert.Equal(Sample.Start, _time.GetUtcNow());
    }

    private VendorUnderLoad Vendor(int status, string? retryAfter, TimeSpan latency) =>
        new(_time) { Status = status, RetryAfter = retryAfter, Latency = latency };

    /// <summary>All accounts call for some time, on one thread and one clock.</summary>
    private void Run(VendorUnderLoad vendor, TimeSpan duration) => Schedules.Alone(() =>
    {
        var client = new TenantClient(vendor, time: _time).Api;
        Task[] accounts =
        [
            .. Enumerable.Range(0, Accounts).Select(_ => VendorUnderLoad.CallAsync(client, _time, duration, Token)),
        ];
        while (_time.GetUtcNow() < Sample.Start + duration)
            _time.Advance(Step);

        Assert.All(accounts, account => Assert.False(account.IsFaulted));
    });
}
