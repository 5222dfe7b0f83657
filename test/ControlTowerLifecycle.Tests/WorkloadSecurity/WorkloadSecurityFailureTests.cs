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
    [InlineData("POST", true, null, Remedy.Retry, null)]
    [InlineData("GET", false, null, Remedy.Retry, null)]
    [InlineData("GET", false, 408, Remedy.Retry, null)]
    [InlineData("POST", true, 401, Remedy.Person, Key)]
    [InlineData("GET", false, 401, Remedy.Person, Key)]
    [InlineData("POST", true, 403, Remedy.Person, Key)]
    [InlineData("GET", false, 403, Remedy.Person, Key)]
    [InlineData("POST", true, 404, Remedy.Retry, null)]
    [InlineData("DELETE", true, 404, Remedy.Retry, null)]
    [InlineData("GET", false, 404, Remedy.Person, Endpoint)]
    [InlineData("POST", false, 404, Remedy.Person, Endpoint)]
    [InlineData("GET", false, 429, Remedy.Retry, null)]
    [InlineData("POST", true, 429, Remedy.Retry, null)]
    [InlineData("GET", false, 500, Remedy.Retry, null)]
    [InlineData("POST", true, 502, Remedy.Retry, null)]
    [InlineData("POST", true, 503, Remedy.Retry, null)]
    [InlineData("DELETE", true, 599, Remedy.Retry, null)]
    [InlineData("POST", true, 400, Remedy.Retry, Connector)]
    [InlineData("POST", true, 409, Remedy.Retry, Connector)]
    [InlineData("POST", true, 422, Remedy.Retry, Connector)]
    [InlineData("DELETE", true, 400, Remedy.Person, Endpoint)]
    [InlineData("DELETE", true, 409, Remedy.Person, Endpoint)]
    [InlineData("POST", false, 400, Remedy.Person, Endpoint)]
    [InlineData("GET", false, 409, Remedy.Person, Endpoint)]
    [InlineData("GET", false, 422, Remedy.Person, Endpoint)]
    [InlineData("GET", false, 200, Remedy.Retry, null)]
    [InlineData("POST", true, 200, Remedy.Retry, null)]
    [InlineData("GET", false, 299, Remedy.Retry, null)]
    [InlineData("GET", false, 300, Remedy.Person, Endpoint)]
    [InlineData("GET", false, 302, Remedy.Person, Endpoint)]
    [InlineData("POST", true, 308, Remedy.Person, Endpoint)]
    [InlineData("GET", false, 418, Remedy.Person, Endpoint)]
    [InlineData("POST", true, 405, Remedy.Person, Endpoint)]
    [InlineData("POST", true, 499, Remedy.Person, Endpoint)]
    public void Every_answer_says_who_can_mend_it(string method, bool onConnector, int? status, Remedy remedy, string? whatToDo)
    {
        var (actual, advice) = WorkloadSecurityFailure.Classify(new HttpMethod(method), onConnector, status);

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
            OnConnector = true,
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
    public void What_only_a_person_can_mend_says_so()
    {
        var failure = WorkloadSecurityFailure.Person("read the API key", "it is empty", "Fill it.");

        Assert.Equal((Remedy.Person, "Fill it.", null), (failure.Remedy, failure.WhatToDo, failure.Status));
    }
}
