using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class SecretsManagerClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_of_a_secret_is_returned_unchanged()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetSecretValue", "secret-text.json");

        var text = await new SecretsManagerClient(server.Connection()).GetSecretValueAsync("trend", Token);

        Assert.Equal("the-vendor-api-key", text);
    }

    [Fact]
    public async Task Binary_secret_is_refused_with_advice()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetSecretValue", "secret-binary.json");
        var secrets = new SecretsManagerClient(server.Connection());

        var exception = await Assert.ThrowsAsync<AwsException>(() => secrets.GetSecretValueAsync("trend", Token));

        Assert.Equal(FailureKind.NeedsOperator, exception.Kind);
        Assert.Contains("SecretString", exception.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_of_a_truncated_response_does_not_contain_the_secret()
    {
        await using var server = await LoopbackServer.StartAsync();
        server.On("GetSecretValue", "secret-broken.json")
            .On("GetSecretValue", "secret-broken.json")
            .On("GetSecretValue", "secret-broken.json");
        var secrets = new SecretsManagerClient(server.Connection());

        var exception = await Assert.ThrowsAsync<AwsException>(() => secrets.GetSecretValueAsync("trend", Token));

        Assert.Equal(FailureKind.Retryable, exception.Kind);
        Assert.DoesNotContain("the-vendor-api-key", exception.ToString(), StringComparison.Ordinal);
    }
}
