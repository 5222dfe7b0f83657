using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class WorkloadSecurityFailureTests
{
    private const string Key = "Check that the API key";
    private const string Endpoint = "Check WORKLOAD_SECURITY_ENDPOINT";
    private const string Connector = "If it lasts: check that the vendor's account may assume";

    /// <summary>Every row of the table in the summary, on a connector and not, with the bounds of the ranges.</summary>
    [Theory]
    [InlineData("POST", nameof(ConnectorCall.ById), null, Remedy.Retry, null)]
    [InlineData("GET", nameof(ConnectorCall.None), null, Remedy.Retry, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 408, Remedy.Retry, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 401, Remedy.Person, Key)]
    [InlineData("GET", nameof(ConnectorCall.None), 401, Remedy.Person, Key)]
    [InlineData("POST", nameof(ConnectorCall.ById), 403, Remedy.Person, Key)]
    [InlineData("GET", nameof(ConnectorCall.None), 403, Remedy.Person, Key)]
    [InlineData("POST", nameof(ConnectorCall.ById), 404, Remedy.Retry, null)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 404, Remedy.Person, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 400, Remedy.Retry, Connector)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 409, Remedy.Retry, Connector)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 422, Remedy.Retry, Connector)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 429, Remedy.Retry, null)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 503, Remedy.Retry, null)]
    [InlineData("POST", nameof(ConnectorCall.Registration), 403, Remedy.Person, Key)]
    [InlineData("DELETE", nameof(ConnectorCall.ById), 404, Remedy.Retry, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 404, Remedy.Person, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.None), 404, Remedy.Person, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 429, Remedy.Retry, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 429, Remedy.Retry, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 500, Remedy.Retry, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 502, Remedy.Retry, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 503, Remedy.Retry, null)]
    [InlineData("DELETE", nameof(ConnectorCall.ById), 599, Remedy.Retry, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 400, Remedy.Retry, Connector)]
    [InlineData("POST", nameof(ConnectorCall.ById), 409, Remedy.Retry, Connector)]
    [InlineData("POST", nameof(ConnectorCall.ById), 422, Remedy.Retry, Connector)]
    [InlineData("DELETE", nameof(ConnectorCall.ById), 400, Remedy.Person, Endpoint)]
    [InlineData("DELETE", nameof(ConnectorCall.ById), 409, Remedy.Person, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.None), 400, Remedy.Person, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 409, Remedy.Person, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 422, Remedy.Person, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 200, Remedy.Retry, null)]
    [InlineData("POST", nameof(ConnectorCall.ById), 200, Remedy.Retry, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 299, Remedy.Retry, null)]
    [InlineData("GET", nameof(ConnectorCall.None), 300, Remedy.Person, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 302, Remedy.Person, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.ById), 308, Remedy.Person, Endpoint)]
    [InlineData("GET", nameof(ConnectorCall.None), 418, Remedy.Person, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.ById), 405, Remedy.Person, Endpoint)]
    [InlineData("POST", nameof(ConnectorCall.ById), 499, Remedy.Person, Endpoint)]
    public void Every_answer_says_who_can_mend_it(string method, string on, int? status, Remedy remedy, string? whatToDo)
    {
        var (actual, advice) = WorkloadSecurityFailure.Classify(new HttpMethod(method), Enum.Parse<ConnectorCall>(on), status);

        Assert.Equal(remedy, actual);
        if (whatToDo is null)
            Assert.Null(advice);
        else
            Assert.StartsWith(whatToDo, advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_carries_what_the_vendor_s_support_asks_for()
    {
        var call = new WorkloadSecurityCall(HttpMethod.Post, "awsconnectors", "POST /awsconnectors")
        {
            Resource = "444455556666",
            On = ConnectorCall.Registration,
        };

        var failure = WorkloadSecurityFailure.Of(call, 503, ": busy", "r-1", TimeSpan.FromSeconds(9), null);

        Assert.Equal("Workload Security answered 503 to POST /awsconnectors for 444455556666: busy", failure.Message);
        Assert.Equal("Workload Security", failure.RemoteSystem);
        Assert.Equal("POST /awsconnectors", failure.Operation);
        Assert.Equal("444455556666", failure.Resource);
        Assert.Equal(503, failure.Status);
        Assert.Equal("r-1", failure.RequestId);
        Assert.Equal(TimeSpan.FromSeconds(9), failure.RetryAfter);
        Assert.Equal(Remedy.Retry, failure.Remedy);
    }

    [Fact]
    public void A_silence_is_told_as_one()
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "awsconnectorsettings", "GET /awsconnectorsettings");

        var failure = WorkloadSecurityFailure.Of(call, null, " within 20 s", null, null, new TimeoutException());

        Assert.Equal("Workload Security did not answer to GET /awsconnectorsettings within 20 s", failure.Message);
        Assert.IsType<TimeoutException>(failure.InnerException);
    }

    [Fact]
    public void A_call_that_is_not_made_says_how_long_it_would_have_had_to_wait()
    {
        var call = new WorkloadSecurityCall(HttpMethod.Get, "awsconnectorsettings", "GET /awsconnectorsettings");

        var failure = WorkloadSecurityFailure.NoBudget(call, TimeSpan.FromSeconds(41.2));

        Assert.EndsWith("for another 42 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal((Remedy.Retry, TimeSpan.FromSeconds(41.2)), (failure.Remedy, failure.RetryAfter));
    }

    [Fact]
    public void What_only_a_person_can_mend_says_so()
    {
        var failure = WorkloadSecurityFailure.Person("read the API key", "it is empty", "Fill it.");

        Assert.Equal((Remedy.Person, "Fill it.", null), (failure.Remedy, failure.WhatToDo, failure.Status));
    }
}
