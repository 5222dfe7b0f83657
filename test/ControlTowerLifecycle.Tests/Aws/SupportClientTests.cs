using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Support;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Tests.FollowUps;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class SupportClientTests
{
    private static readonly SupportCaseRequest Request =
        SupportCaseSample.Template.For(AccountId.Parse("444455556666"), "payments-prod");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Case_is_created_with_the_fields_of_AWS_Managed_Services_and_signed_for_us_east_1()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreateCase", "support-case.json");

        var caseId = await new SupportClient(server.Connection()).CreateCaseAsync(Request, Token);

        Assert.Equal("case-111122223333-2026-c4c1d2bf33c5cf47", caseId);
        Assert.Contains("/us-east-1/support/aws4_request", server.Calls[0].Authorization, StringComparison.Ordinal);
        Assert.Equal("AWSSupport_20130415.CreateCase", server.Calls[0].Headers["X-Amz-Target"].ToString());
        server.AssertSent(
            """
            {
              "subject": "New Account Created via Control Tower - Account ID: 444455556666 || Account Name: payments-prod",
              "communicationBody": "AWS Control Tower created a new account. Please onboard it. Account ID: 444455556666. Account name: payments-prod.",
              "serviceCode": "service-ams-operations-service-request",
              "categoryCode": "onboarding-or-offboarding",
              "severityCode": "low",
              "language": "en"
            }
            """);
    }

    [Fact]
    public async Task Case_of_the_account_is_found_on_a_later_page_and_no_other_case_is_taken_for_it()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("DescribeCases", "support-cases-1.json").On("DescribeCases", "support-cases-2.json");

        var caseId = await new SupportClient(server.Connection()).FindCaseAsync(Request, DateTimeOffset.UnixEpoch, Token);

        Assert.Equal("case-111122223333-2026-0005", caseId);
        Assert.Contains("\"includeResolvedCases\":true", server.Calls[0].Body, StringComparison.Ordinal);
        Assert.Contains("\"afterTime\":\"1970-01-01T00:00:00Z\"", server.Calls[0].Body, StringComparison.Ordinal);
        Assert.Contains("\"nextToken\":\"page-2\"", server.Calls[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_that_does_not_exist_is_not_found()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("DescribeCases", "support-cases-none.json");

        Assert.Null(await new SupportClient(server.Connection()).FindCaseAsync(Request, DateTimeOffset.UnixEpoch, Token));
    }

    [Fact]
    public async Task Creation_without_a_response_is_not_repeated()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreateCase", context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var lost = await Assert.ThrowsAsync<AwsException>(
            () => new SupportClient(server.Connection()).CreateCaseAsync(Request, Token));

        Assert.Equal(FailureKind.Retryable, lost.Kind);
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Creation_that_fails_is_not_repeated(int status)
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreateCase", "nothing.json", status);

        await Assert.ThrowsAsync<AwsException>(() => new SupportClient(server.Connection()).CreateCaseAsync(Request, Token));

        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task Missing_support_plan_needs_the_operator()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("CreateCase", "support-subscription.json", 400);

        var refused = await Assert.ThrowsAsync<AwsException>(
            () => new SupportClient(server.Connection()).CreateCaseAsync(Request, Token));

        Assert.Equal(FailureKind.NeedsOperator, refused.Kind);
        Assert.Contains("Business, Enterprise On-Ramp or Enterprise", refused.Advice, StringComparison.Ordinal);
    }
}
