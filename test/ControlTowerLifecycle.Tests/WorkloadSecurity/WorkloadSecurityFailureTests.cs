using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class WorkloadSecurityFailureTests
{
    private const string Key = "Check that the API key";
    private const string Endpoint = "Check WORKLOAD_SECURITY_ENDPOINT";
    private const string Connector = "If this continues, check that the vendor's account may assume";

    /// <summary>Every row, on a connector and not, with the bounds of the ranges.</summary>
    [Theory]
    [InlineData("POST", nameof(ConnectorCall.ById), null, FailureKind.Retryable, null)]
    [InlineData("GET", nameof(ConnectorCall.None), null, FailureKind.Retryable, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 408, FailureKind.Retryable, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 401, FailureKind.NeedsOperator, Key)]
    [InlineData("GET", nameof(ConnectorCall.None), 401, FailureKind.NeedsOperator, Key)]
    [InlineData("POST", nameof(ConnectorCall.ById), 403, FailureKind.NeedsOperator, Key)]
    [InlineData("GET", nameof(ConnectorCall.None), 403, FailureKind.NeedsOperator, Key)]
    [InlineData("POST", nameof(ConnectorCall.ById), 404, FailureKind.Retryable, null)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 404, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 400, FailureKind.Retryable, Connector)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 409, FailureKind.Retryable, Connector)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 422, FailureKind.Retryable, Connector)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 429, FailureKind.Retryable, null)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 503, FailureKind.Retryable, null)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 403, FailureKind.NeedsOperator, Key)]
    [InlineData("DELETE", nameof(ConnectorCall.ById), 404, FailureKind.Retryable, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 404, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.None), 404, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 429, FailureKind.Retryable, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 429, FailureKind.Retryable, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 500, FailureKind.Retryable, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 502, FailureKind.Retryable, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 503, FailureKind.Retryable, null)]
    [InlineData("DELETE", nameof(ConnectorCall.ById), 599, FailureKind.Retryable, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 400, FailureKind.Retryable, Connector)]
    [InlineData("POST", nameof(ConnectorCall.ById), 409, FailureKind.Retryable, Connector)]
    [InlineData("POST", nameof(ConnectorCall.ById), 422, FailureKind.Retryable, Connector)]
    [InlineData("DELETE", nameof(ConnectorCall.ById), 400, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("DELETE", nameof(ConnectorCall.ById), 409, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.None), 400, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 409, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 422, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 200, FailureKind.Retryable, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 200, FailureKind.Retryable, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 299, FailureKind.Retryable, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 300, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 302, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.ById), 308, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 418, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.ById), 405, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.ById), 499, FailureKind.NeedsOperator, Endpoint)]
    public void Every_response_has_a_kind_and_advice(
        string method, string on, int? status, FailureKind kind, string? expected)
    {
        var (actual, advice) = WorkloadSecurityFailure.Classify(new HttpMethod(method), Enum.Parse<ConnectorCall>(on), status);

        Assert.Equal(kind, actual);
        if (expected is null)
            Assert.Null(advice);
        else
            Assert.StartsWith(expected, advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", nameof(ConnectorCall.Registration), null, true)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 429, true)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 501, true)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 503, true)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 500, false)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 408, false)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 400, false)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 404, false)]
    [InlineData("POST", nameof(ConnectorCall.ById), 429, true)]
    [InlineData("POST", nameof(ConnectorCall.ById), 503, true)]
    [InlineData("POST", nameof(ConnectorCall.ById), 500, false)]
    [InlineData("POST", nameof(ConnectorCall.ById), 422, false)]
    [InlineData("DELETE", nameof(ConnectorCall.ById), 500, true)]
    [InlineData("POST", nameof(ConnectorCall.None), 500, true)]
    [InlineData("GET", nameof(ConnectorCall.None), null, true)]
    [InlineData("GET", nameof(ConnectorCall.None), 408, true)]
    [InlineData("GET", nameof(ConnectorCall.None), 429, true)]
    [InlineData("GET", nameof(ConnectorCall.None), 500, true)]
    [InlineData("GET", nameof(ConnectorCall.None), 599, true)]
    [InlineData("GET", nameof(ConnectorCall.None), 401, false)]
    [InlineData("GET", nameof(ConnectorCall.None), 404, false)]
    [InlineData("GET", nameof(ConnectorCall.None), 302, false)]
    public void Failure_of_the_vendor_as_a_whole_concerns_every_call(
        string method, string on, int? status, bool expected) =>
        Assert.Equal(
            expected,
            WorkloadSecurityFailure.ConcernsEveryCall(new HttpMethod(method), Enum.Parse<ConnectorCall>(on), status));

    [Fact]
    public void Failure_has_everything_that_the_vendor_s_support_asks_for()
    {
        var call = new WorkloadSecurityCall(HttpMethod.Post, "awsconnectors", "POST /awsconnectors")
        {
            Resource = "444455556666",
            On = ConnectorCall.Registration,
        };

        var failure = WorkloadSecurityFailure.Create(call, 503, ": busy", "r-1", TimeSpan.FromSeconds(9), null);

        Assert.Equal("Workload Security responded with 503 to POST /awsconnectors for 444455556666: busy", failure.Message);
        Assert.Equal("Workload Security", failure.RemoteSystem);
        Assert.Equal("POST /awsconnectors", failure.Operation);
        Assert.Equal("444455556666", failure.Resource);
        Assert.Equal(503, failure.Status);
        Assert.Equal("r-1", failure.RequestId);
        Assert.Equal(TimeSpan.FromSeconds(9), failure.RetryAfter);
        Assert.Equal(FailureKind.Retryable, failure.Kind);
    }

    [Fact]
    public void Failure_without_a_response_has_no_status()
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "awsconnectorsettings", "GET /awsconnectorsettings");

        var failure = WorkloadSecurityFailure.Create(call, null, " within 20 s", null, null, new TimeoutException());

        Assert.Equal("Workload Security did not respond to GET /awsconnectorsettings within 20 s", failure.Message);
        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    [Fact]
    public void Failure_of_a_call_that_is_not_made_has_the_wait()
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "awsconnectorsettings", "GET /awsconnectorsettings");

        var failure = WorkloadSecurityFailure.NoBudget(call, TimeSpan.FromSeconds(41.2));

        Assert.EndsWith("for another 42 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal((FailureKind.Retryable, TimeSpan.FromSeconds(41.2)), (failure.Kind, failure.RetryAfter));
    }

    [Fact]
    public void Fault_that_needs_an_operator_has_advice()
    {
        var failure = WorkloadSecurityFailure.NeedsOperator("read the API key", "it is empty", "Fill it.");

        Assert.Equal((FailureKind.NeedsOperator, "Fill it.", null), (failure.Kind, failure.Advice, failure.Status));
    }
}
