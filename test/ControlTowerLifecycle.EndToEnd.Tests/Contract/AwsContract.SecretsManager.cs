using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.Failures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public abstract partial class AwsContract
{
    [Fact]
    public async Task Text_secret_is_read_and_a_binary_or_missing_secret_needs_the_operator()
    {
        var secrets = new SecretsManagerClient(Connect());

        Assert.Equal(Emulator.SecretText, await secrets.GetSecretValueAsync(Emulator.TextSecretId, Token));
        var binary = await Assert.ThrowsAsync<AwsException>(
            () => secrets.GetSecretValueAsync(Emulator.BinarySecretId, Token));
        var missing = await Assert.ThrowsAsync<AwsException>(() => secrets.GetSecretValueAsync("missing", Token));

        Assert.Equal(FailureKind.NeedsOperator, binary.Kind);
        Assert.Equal(FailureKind.NeedsOperator, missing.Kind);
        Assert.Equal("ResourceNotFoundException", missing.Code);
    }
}
