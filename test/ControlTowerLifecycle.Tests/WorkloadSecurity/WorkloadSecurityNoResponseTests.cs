using System.Security.Authentication;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>Calls without a response in time.</summary>
public class WorkloadSecurityNoResponseTests
{
    private readonly ScriptedHttp _wire = new();
    private readonly TenantClient _tenant;

    public WorkloadSecurityNoResponseTests() => _tenant = new TenantClient(_wire);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_fails_after_twenty_seconds_without_a_response()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            _wire.Hang(() => _tenant.Time.Advance(TimeSpan.FromSeconds(20)));

        var failure = await FailureAsync(FindExternalIdAsync);

        Assert.Equal("Workload Security did not respond to GET /awsconnectorsettings within 20 s", failure.Message);
        Assert.Equal((null, FailureKind.Retryable), StatusAndKind(failure));
    }

    [Fact]
    public async Task Registration_fails_after_ninety_seconds_without_a_response()
    {
        var isWaiting = true;
        _wire.Hang(() =>
        {
            _tenant.Time.Advance(TimeSpan.FromSeconds(89.9));
            isWaiting = _tenant.Time.UntilNextTimer == TimeSpan.FromSeconds(0.1);
            _tenant.Time.Advance(TimeSpan.FromSeconds(0.1));
        });

        var failure = await FailureAsync(RegisterAsync);

        Assert.True(isWaiting);
        Assert.Equal("Workload Security did not respond to POST /awsconnectors for 444455556666 within 90 s", failure.Message);
    }

    [Fact]
    public async Task Deadline_is_not_reported_as_no_response()
    {
        using var deadline = new CancellationTokenSource();
        _wire.Hang(deadline.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _tenant.Api.FindExternalIdAsync(deadline.Token));
    }

    [Fact]
    public async Task Connection_that_breaks_within_a_response_is_reported_as_no_response()
    {
        _wire.Answer(200, new StreamContent(new BrokenStream()));

        var failure = await FailureAsync(RegisterAsync);

        Assert.Equal("Workload Security did not respond to POST /awsconnectors for 444455556666: the connection broke", failure.Message);
    }

    public static TheoryData<HttpRequestException, string> SetupFaults => new()
    {
        {
            new(HttpRequestError.NameResolutionError, "Name or service not known (workload.test:443)"),
            "the host name workload.test cannot be resolved"
        },
        {
            new(HttpRequestError.SecureConnectionError, "see inner exception", new AuthenticationException("UntrustedRoot")),
            "the certificate of workload.test is not trusted (UntrustedRoot)"
        },
        {
            new(HttpRequestError.ProxyTunnelError, "The proxy tunnel request to proxy 'http://user:proxy-password@proxy-200:3128/' failed with status code '407'."),
            "the proxy did not connect to workload.test (HTTP 407)"
        },
    };

    [Theory]
    [MemberData(nameof(SetupFaults))]
    public async Task Fault_of_the_setup_is_named_with_the_host_and_not_repeated_at_once(HttpRequestException fault, string why)
    {
        _wire.Fail(fault);

        var failure = await FailureAsync(FindExternalIdAsync);

        Assert.Equal($"Workload Security did not respond to GET /awsconnectorsettings: {why}", failure.Message);
        Assert.Equal((FailureKind.Retryable, true), (failure.Kind, failure.IsUncertain));
        Assert.Contains("SSL_CERT_FILE", failure.Advice, StringComparison.Ordinal);
    }

    private Task FindExternalIdAsync() => _tenant.Api.FindExternalIdAsync(Token);

    private Task RegisterAsync() => _tenant.Api.CreateAsync(Sample.Id, Sample.Fields, DateTimeOffset.MaxValue, Token);

    private async Task<WorkloadSecurityException> FailureAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<WorkloadSecurityException>(call);
        Assert.True(_wire.IsOver);
        return failure;
    }

    private static (int? Status, FailureKind Kind) StatusAndKind(WorkloadSecurityException failure) =>
        (failure.Status, failure.Kind);

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("reset by peer");
    }
}
