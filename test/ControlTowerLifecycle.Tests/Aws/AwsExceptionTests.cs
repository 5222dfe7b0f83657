using System.Net;
using System.Net.Sockets;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.Aws.Sqs;
using ControlTowerLifecycle.Aws.Sts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class AwsExceptionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refusal_has_the_service_the_call_and_the_reason()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("UpdateAssumeRolePolicy", "iam-access-denied.xml", 403);
        var iam = new IamClient(server.Connection());

        var exception = await Assert.ThrowsAsync<AwsException>(
            () => iam.UpdateAssumeRolePolicyAsync("Connector", "{}", Token));

        Assert.Equal("AWS IAM", exception.RemoteSystem);
        Assert.Equal("UpdateAssumeRolePolicy", exception.Operation);
        Assert.Equal("Connector", exception.Resource);
        Assert.Equal(403, exception.Status);
        Assert.Equal("AccessDenied", exception.Code);
        Assert.Equal("4c1f2e9d-0000-1111-2222-333344445555", exception.RequestId);
        Assert.Equal(FailureKind.NeedsOperator, exception.Kind);
        Assert.Contains("is not authorized to perform", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_and_request_ID_are_cut()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("UpdateAssumeRolePolicy", "iam-long-code.xml", 400);
        var iam = new IamClient(server.Connection());

        var exception = await Assert.ThrowsAsync<AwsException>(
            () => iam.UpdateAssumeRolePolicyAsync("Connector", "{}", Token));

        Assert.Equal((129, 129), (exception.Code?.Length, exception.RequestId?.Length));
        Assert.InRange(exception.Message.Length, 1, 1000);
    }

    [Fact]
    public async Task Refused_signature_does_not_quote_the_signed_request()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("AssumeRole", "signature-does-not-match.xml", 403);
        var sts = new StsClient(server.Connection());

        var exception = await Assert.ThrowsAsync<AwsException>(
            () => sts.AssumeRoleAsync("arn:aws:iam::111122223333:role/R", "s1", null, TimeSpan.FromHours(1), Token));

        Assert.Equal("SignatureDoesNotMatch", exception.Code);
        Assert.DoesNotContain(LoopbackServer.SessionToken, exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(LoopbackServer.SecretAccessKey, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_page_of_a_proxy_is_not_quoted()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("SendMessage", context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.BodyWriter.WriteAsync("echo: the-session-token"u8.ToArray(), Token).AsTask();
        });
        var deadLetters = new DeadLetterQueue(server.Connection(), "https://queue");

        var exception = await Assert.ThrowsAsync<AwsException>(
            () => deadLetters.KeepAsync("body", [FailureNotice.Unreadable("m1", "it is empty")], Token));

        Assert.Null(exception.Code);
        Assert.Equal((FailureKind.Retryable, true), (exception.Kind, exception.IsUncertain));
        Assert.DoesNotContain(LoopbackServer.SessionToken, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_After_of_a_service_is_kept()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("UpdateAssumeRolePolicy", context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        });
        var iam = new IamClient(server.Connection().WithTransport(AwsTransport.Standard with { Retries = 0 }));

        var exception = await Assert.ThrowsAsync<AwsException>(
            () => iam.UpdateAssumeRolePolicyAsync("Connector", "{}", Token));

        Assert.Equal(TimeSpan.FromSeconds(7), exception.RetryAfter);
        Assert.Equal(FailureKind.Retryable, exception.Kind);
    }

    [Fact]
    public async Task Missing_response_has_no_status_and_is_retryable()
    {
        var sts = new StsClient(AwsConnection.FromEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ACCESS_KEY_ID"] = "AKIACALLER",
            ["AWS_SECRET_ACCESS_KEY"] = LoopbackServer.SecretAccessKey,
            ["AWS_ENDPOINT_URL"] = $"http://127.0.0.1:{ClosedPort()}",
        }));

        var exception = await Assert.ThrowsAsync<AwsException>(() => sts.AssumeRoleAsync("arn:aws:iam::111122223333:role/R", "s1", null, TimeSpan.FromHours(1), Token));

        Assert.Null(exception.Status);
        Assert.Null(exception.Code);
        Assert.Equal(FailureKind.Retryable, exception.Kind);
        Assert.IsType<HttpRequestException>(exception.InnerException);
    }

    [Fact]
    public async Task Refusal_of_a_proxy_is_reported_without_its_password()
    {
        await using var proxy = await Loopback.StartAsync((_, context) =>
        {
            context.Response.StatusCode = 407;
            return Task.CompletedTask;
        });
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy($"http://user:proxy-password@{proxy.Address}") };
        using var http = new HttpClient(handler);
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("https://iam.test.invalid/", Token));

        var exception = AwsException.ForNoResponse(AwsService.Iam, "GetRole", "R", refused);

        Assert.Equal("AWS IAM did not respond to GetRole on R: the proxy opened no tunnel (HTTP 407)", exception.Message);
        Assert.DoesNotContain("proxy-password", exception.ToString(), StringComparison.Ordinal);
        Assert.True(exception.HadNoEffect);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_not_converted()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        server.On("GetSecretValue", async context =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        var secrets = new SecretsManagerClient(server.Connection());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => secrets.GetSecretValueAsync("trend", caller.Token));
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
