using ControlTowerLifecycle.Aws;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class AwsConnectionTests
{
    [Fact]
    public void Everything_that_is_missing_is_told_at_once()
    {
        var exception = Assert.Throws<AwsConnectionException>(() => AwsConnection.FromEnvironment(Environment()));

        Assert.Equal(
            ["AWS_REGION is missing", "AWS_ACCESS_KEY_ID is missing", "AWS_SECRET_ACCESS_KEY is missing"],
            exception.Faults);
    }

    [Fact]
    public void What_is_malformed_is_told_together_with_what_is_missing_and_no_value_is_repeated()
    {
        var exception = Assert.Throws<AwsConnectionException>(() => AwsConnection.FromEnvironment(Environment(
            ("AWS_REGION", "mars-north-1"),
            ("AWS_SECRET_ACCESS_KEY", "the-secret-access-key"),
            ("AWS_USE_FIPS_ENDPOINT", "perhaps"),
            ("AWS_ENDPOINT_URL_IAM", "http://iam.example/"))));

        Assert.Equal(4, exception.Faults.Count);
        Assert.Contains("AWS_ACCESS_KEY_ID is missing", exception.Message, StringComparison.Ordinal);
        Assert.Contains("mars-north-1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_USE_FIPS_ENDPOINT must be true or false", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_ENDPOINT_URL_IAM must be an https URL", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret-access-key", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void China_has_no_fips_endpoints()
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
    public void An_empty_variable_is_a_missing_one()
    {
        var exception = Assert.Throws<AwsConnectionException>(() => AwsConnection.FromEnvironment(Environment(
            ("AWS_REGION", "eu-west-1"), ("AWS_ACCESS_KEY_ID", " "), ("AWS_SECRET_ACCESS_KEY", "secret"))));

        Assert.Equal(["AWS_ACCESS_KEY_ID is missing"], exception.Faults);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("the-session-token", "the-session-token")]
    public void A_session_token_is_used_where_there_is_one(string variable, string token)
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
