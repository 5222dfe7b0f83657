using ControlTowerLifecycle.Aws;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class AwsConnectionTests
{
    [Fact]
    public void All_missing_variables_are_reported_together()
    {
        var exception = Assert.Throws<AwsConnectionException>(() => AwsConnection.FromEnvironment(Environment()));

        Assert.Equal(
            ["AWS_REGION is missing", "AWS_ACCESS_KEY_ID is missing", "AWS_SECRET_ACCESS_KEY is missing"],
            exception.Faults);
    }

    [Fact]
    public void Malformed_and_missing_variables_are_reported_together_without_secret_values()
    {
        var exception = Assert.Throws<AwsConnectionException>(() => AwsConnection.FromEnvironment(Environment(
            ("AWS_REGION", "mars-north-1"),
            ("AWS_SECRET_ACCESS_KEY", "the-secret-access-key"),
            ("AWS_USE_FIPS_ENDPOINT", "perhaps"),
            ("AWS_ENDPOINT_URL_IAM", "http://iam.example/"))));

        Assert.Equal(4, exception.Faults.Count);
        Assert.Contains("AWS_ACCESS_KEY_ID is missing", exception.Message, StringComparison.Ordinal);
        Assert.Contains("mars-north-1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_USE_FIPS_ENDPOINT: must be true or false", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_ENDPOINT_URL_IAM: must be an https URL", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret-access-key", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void China_has_no_FIPS_endpoints()
    {
        var exception = Assert.Throws<AwsConnectionException>(() => AwsConnection.FromEnvironment(Environment(
            ("AWS_REGION", "cn-north-1"),
            ("AWS_ACCESS_KEY_ID", "AKIA"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_USE_FIPS_ENDPOINT", "true"))));

        Assert.Equal(
            ["AWS_USE_FIPS_ENDPOINT is true, but partition aws-cn has no FIPS endpoints"], exception.Faults);
    }

    [Fact]
    public void Empty_variable_counts_as_missing()
    {
        var exception = Assert.Throws<AwsConnectionException>(() => AwsConnection.FromEnvironment(Environment(
            ("AWS_REGION", "eu-west-1"), ("AWS_ACCESS_KEY_ID", " "), ("AWS_SECRET_ACCESS_KEY", "secret"))));

        Assert.Equal(["AWS_ACCESS_KEY_ID is missing"], exception.Faults);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("the-session-token", "the-session-token")]
    public void Session_token_is_used_if_it_is_set(string variable, string token)
    {
        var connection = AwsConnection.FromEnvironment(Environment(
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ACCESS_KEY_ID", "AKIA"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_SESSION_TOKEN", variable)));

        Assert.Equal(token, connection.Credentials.GetCredentials().Token);
        Assert.Equal("eu-west-1", connection.Region);
        Assert.Equal("aws", connection.Partition.Name);
    }

    private static Dictionary<string, string> Environment(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
}
