using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class StackContextTests
{
    [Theory]
    [InlineData("regoin", "region")]
    [InlineData("Region", "region")]
    [InlineData("regions", "region")]
    [InlineData("acount", "account")]
    [InlineData("accountId", "account")]
    [InlineData("pakage", "package")]
    [InlineData("lunch", "launch")]
    public void Misspelled_key_is_reported_with_the_nearest_key(string key, string nearest) =>
        Assert.Equal(
            $"unknown context key '{key}'; did you mean {nearest}? (valid keys: account, launch, package, packageArm64, region)",
            Assert.Single(StackContext.Parse($$"""{"{{key}}":"eu-west-1"}""").FindUnknownKeys()));

    [Fact]
    public void Unknown_key_is_reported_with_the_valid_keys() =>
        Assert.Equal(
            "unknown context key 'NotificationEmail' (valid keys: account, launch, package, packageArm64, region)",
            Assert.Single(StackContext.Parse("""{"NotificationEmail":"a@example.com"}""").FindUnknownKeys()));

    [Theory]
    [InlineData("aws:cdk:bundling-stacks")]
    [InlineData("@aws-cdk/core:failSynthOnValidationErrors")]
    [InlineData("availability-zones:account=111122223333:region=eu-west-1")]
    [InlineData("cli-telemetry")]
    [InlineData("acknowledged-issue-numbers")]
    public void Key_of_the_CDK_is_accepted(string key) =>
        Assert.Empty(StackContext.Parse($$"""{"{{key}}":true}""").FindUnknownKeys());

    [Theory]
    [InlineData("""{"launch":true}""", "true")]
    [InlineData("""{"launch":"true"}""", "true")]
    [InlineData("""{"launch":""}""", null)]
    [InlineData("""{"launch":null}""", null)]
    [InlineData("{}", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Value_is_read_as_text(string? json, string? value) =>
        Assert.Equal(value, StackContext.Parse(json).Text("launch"));
}
