using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class CloudAccountsFailureTests
{
    private const string Key = "Check that the secret";
    private const string Right = "Check that the role of the Trend Vision One API key";
    private const string Endpoint = "Check CLOUD_ACCOUNTS_REGION";
    private const string Connection = "If this continues, check that role VisionOneRole";

    private static readonly Dictionary<string, CloudAccountsCall> Calls = new(StringComparer.Ordinal)
    {
        ["health"] = new(HttpMethod.Get, "v3.0/healthcheck/connectivity", "health") { ChecksKey = true },
        ["list"] = new(HttpMethod.Get, "awsAccounts", "list"),
        ["get"] = new(HttpMethod.Get, "awsAccounts/1", "get") { Account = "1" },
        ["post"] = new(HttpMethod.Post, "awsAccounts", "post") { Account = "1", EntersAccount = true },
        ["patch"] = new(HttpMethod.Patch, "awsAccounts/1", "patch") { Account = "1", EntersAccount = true },
        ["delete"] = new(HttpMethod.Delete, "awsAccounts/1", "delete") { Account = "1" },
    };

    /// <summary>Every row, with the bounds of the ranges.</summary>
    [Theory]
    [InlineData("list", null, FailureKind.Retryable, null)]
    [InlineData("post", null, FailureKind.Retryable, null)]
    [InlineData("list", 200, FailureKind.Retryable, null)]
    [InlineData("get", 299, FailureKind.Retryable, null)]
    [InlineData("list", 300, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("post", 302, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("post", 400, FailureKind.Retryable, Connection)]
    [InlineData("patch", 400, FailureKind.Retryable, Connection)]
    [InlineData("list", 400, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("get", 400, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("delete", 400, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("health", 401, FailureKind.NeedsOperator, Key)]
    [InlineData("list", 401, FailureKind.NeedsOperator, Key)]
    [InlineData("post", 401, FailureKind.NeedsOperator, Key)]
    [InlineData("health", 403, FailureKind.NeedsOperator, Key)]
    [InlineData("list", 403, FailureKind.NeedsOperator, Right)]
    [InlineData("get", 403, FailureKind.NeedsOperator, Right)]
    [InlineData("delete", 403, FailureKind.NeedsOperator, Right)]
    [InlineData("post", 403, FailureKind.Retryable, Connection)]
    [InlineData("patch", 403, FailureKind.Retryable, Connection)]
    [InlineData("list", 404, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("health", 404, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("get", 404, FailureKind.Retryable, null)]
    [InlineData("patch", 404, FailureKind.Retryable, null)]
    [InlineData("list", 408, FailureKind.Retryable, null)]
    [InlineData("post", 409, FailureKind.Retryable, Connection)]
    [InlineData("list", 409, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("patch", 412, FailureKind.Retryable, Connection)]
    [InlineData("delete", 412, FailureKind.Retryable, null)]
    [InlineData("post", 413, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("post", 422, FailureKind.Retryable, Connection)]
    [InlineData("list", 422, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("list", 429, FailureKind.Retryable, null)]
    [InlineData("post", 429, FailureKind.Retryable, null)]
    [InlineData("post", 491, FailureKind.Retryable, Connection)]
    [InlineData("list", 491, FailureKind.Retryable, null)]
    [InlineData("list", 499, FailureKind.NeedsOperator, Endpoint)]
    [InlineData("list", 500, FailureKind.Retryable, null)]
    [InlineData("post", 504, FailureKind.Retryable, null)]
    [InlineData("delete", 599, FailureKind.Retryable, null)]
    public void Every_response_has_a_kind_and_advice(string call, int? status, FailureKind kind, string? expected)
    {
        var (actual, advice) = CloudAccountsFailure.Classify(Calls[call], status, null);

        Assert.Equal(kind, actual);
        if (expected is null)
            Assert.Null(advice);
        else
            Assert.StartsWith(expected, advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(418)]
    [InlineData(491)]
    [InlineData(503)]
    public void Refusal_of_a_connected_account_is_retryable_with_any_status(int status) =>
        Assert.Equal(FailureKind.Retryable, CloudAccountsFailure.Classify(Calls["post"], status, "account-exist").Kind);

    [Theory]
    [InlineData("post", null, null, true)]
    [InlineData("list", 429, null, true)]
    [InlineData("post", 429, null, true)]
    [InlineData("post", 503, null, true)]
    [InlineData("post", 500, null, false)]
    [InlineData("patch", 408, null, false)]
    [InlineData("list", 500, null, true)]
    [InlineData("list", 408, null, true)]
    [InlineData("post", 491, null, false)]
    [InlineData("list", 403, null, false)]
    [InlineData("post", 503, "account-exist", false)]
    public void Failure_of_the_whole_vendor_stops_every_call(string call, int? status, string? code, bool expected) =>
        Assert.Equal(expected, CloudAccountsFailure.ConcernsEveryCall(Calls[call], status, code));
}
