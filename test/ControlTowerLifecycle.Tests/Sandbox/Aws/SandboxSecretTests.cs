using ControlTowerLifecycle.Sandbox;


namespace ControlTowerLifecycle.Tests.Sandbox.Aws;

public sealed class SandboxSecretTests
{
    [Fact]
    public async Task Secret_is_read_by_name_and_arn_and_replaced_by_a_new_version()
    {
        await using var run = await SandboxRun.StartAsync();
        var arn = run.Server.ApiKeySecretArn;

        var byName = await ReadAsync(SandboxServer.ApiKeySecretName);
        await run.Aws.SecretsManagerAsync("PutSecretValue", $$"""{"SecretId":"{{arn}}","SecretString":"new"}""");
        var byArn = await ReadAsync(arn);
        var previous = await ReadAsync(arn, "AWSPREVIOUS");

        Assert.Contains(
            run.Server.Vendor.Key.Secret, byName.Json["SecretString"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("new", byArn.Json["SecretString"]!.GetValue<string>());
        Assert.Equal(byName.Json["VersionId"]!.GetValue<string>(), previous.Json["VersionId"]!.GetValue<string>());
        Assert.Equal("ResourceNotFoundException", (await ReadAsync("none")).Code);

        Task<AwsReply> ReadAsync(string secret, string stage = "AWSCURRENT") => run.Aws.SecretsManagerAsync(
            "GetSecretValue", $$"""{"SecretId":"{{secret}}","VersionStage":"{{stage}}"}""");
    }
}
