using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>What a walk does while a vendor is down before its first account.</summary>
public class WalkPreparationTests
{
    private readonly WalkRig _rig = new(1);
    private readonly List<double> _verified = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(7, new double[] { 0, 7, 14, 21, 29, 45, 75, 105 })]
    [InlineData(0, new double[] { 0, 1, 3, 7, 15, 31, 61, 91 })]
    public async Task Wait_is_the_longer_of_a_growing_pause_and_Retry_After(int retryAfter, double[] at)
    {
        Fails(times: 7, () => Failure(FailureKind.Retryable, TimeSpan.FromSeconds(retryAfter)));

        await _rig.RunAsync();

        Assert.Equal(at, _verified);
    }

    [Fact]
    public async Task Failure_that_needs_an_operator_is_not_repeated()
    {
        Fails(times: 1, () => Failure(FailureKind.NeedsOperator, TimeSpan.FromSeconds(1)));

        await Assert.ThrowsAsync<FakeRemoteException>(() => _rig.RunAsync());

        Assert.Equal([0], _verified);
    }

    [Theory]
    [InlineData(503, "0")]
    [InlineData(503, null)]
    [InlineData(503, "7")]
    [InlineData(503, "Fri, 20 Nov 2026 09:11:00 GMT")]
    [InlineData(429, "0")]
    [InlineData(429, null)]
    [InlineData(429, "7")]
    [InlineData(429, "Fri, 20 Nov 2026 09:11:00 GMT")]
    public async Task Vendor_that_is_down_gets_at_most_three_calls_in_any_second(int status, string? retryAfter)
    {
        var vendor = new VendorUnderLoad(_rig.Time) { Status = status, RetryAfter = retryAfter };
        var client = new TenantClient(vendor, time: _rig.Time).Api;
        _rig.OnVerify = () =>
        {
            vendor.Status = _rig.Time.GetUtcNow() < Sample.Start.AddSeconds(60) ? status : 200;
            return client.FindExternalIdAsync(Token);
        };

        await _rig.RunAsync(WalkKind.Deploy);

        Assert.InRange(vendor.Arrivals.Count, 6, 15);
        Assert.InRange(vendor.MostInASecondSince(Sample.Start), 1, 3);
    }

    private void Fails(int times, Func<Exception> failure) => _rig.OnVerify = () =>
    {
        _verified.Add((_rig.Time.GetUtcNow() - Sample.Start).TotalSeconds);
        return _verified.Count > times ? Task.CompletedTask : Task.FromException(failure());
    };

    private static FakeRemoteException Failure(FailureKind kind, TimeSpan retryAfter) => new($"it failed: {kind}")
    {
        RemoteSystem = "Fake",
        Operation = "DoIt",
        Kind = kind,
        RetryAfter = retryAfter,
    };
}
