using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Settings;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class AwsEndpointsTests
{
    [Theory]
    [InlineData("eu-west-1", "iam", "iam.amazonaws.com", "us-east-1")]
    [InlineData("eu-west-1", "organizations", "organizations.us-east-1.amazonaws.com", "us-east-1")]
    [InlineData("eu-west-1", "sts", "sts.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("eu-west-1", "secretsmanager", "secretsmanager.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("eu-west-1", "sqs", "sqs.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("eu-west-1", "sns", "sns.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("eu-west-1", "controltower", "controltower.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("eu-west-1", "lambda", "lambda.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("eu-west-1", "events", "events.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("eu-west-1", "support", "support.us-east-1.amazonaws.com", "us-east-1")]
    [InlineData("us-gov-east-1", "support", "support.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    [InlineData("cn-northwest-1", "support", "support.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("us-gov-east-1", "controltower", "controltower.us-gov-east-1.amazonaws.com", "us-gov-east-1")]
    [InlineData("cn-north-1", "lambda", "lambda.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("us-gov-east-1", "iam", "iam.us-gov.amazonaws.com", "us-gov-west-1")]
    [InlineData("us-gov-east-1", "organizations", "organizations.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    [InlineData("us-gov-east-1", "sts", "sts.us-gov-east-1.amazonaws.com", "us-gov-east-1")]
    [InlineData("cn-northwest-1", "iam", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("cn-north-1", "organizations", "organizations.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1")]
    [InlineData("cn-north-1", "sqs", "sqs.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    public void Each_service_has_the_endpoint_of_the_SDK_rules(
        string region, string service, string host, string signedFor)
    {
        var endpoints = Read(("AWS_REGION", region));

        Assert.Equal($"https://{host}/", endpoints.GetUrl(Service(service)).AbsoluteUri);
        Assert.Equal(signedFor, endpoints.GetSigningRegion(Service(service)));
    }

    [Theory]
    [InlineData("eu-west-1", "iam", "iam-fips.amazonaws.com")]
    [InlineData("eu-west-1", "organizations", "organizations-fips.us-east-1.amazonaws.com")]
    [InlineData("eu-west-1", "secretsmanager", "secretsmanager-fips.eu-west-1.amazonaws.com")]
    [InlineData("eu-west-1", "controltower", "controltower-fips.eu-west-1.amazonaws.com")]
    [InlineData("eu-west-1", "lambda", "lambda-fips.eu-west-1.amazonaws.com")]
    [InlineData("eu-west-1", "events", "events-fips.eu-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", "events", "events.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", "support", "support.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", "controltower", "controltower-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", "lambda", "lambda-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", "iam", "iam.us-gov.amazonaws.com")]
    [InlineData("us-gov-west-1", "sts", "sts.us-gov-west-1.amazonaws.com")]
    [InlineData("us-gov-west-1", "secretsmanager", "secretsmanager-fips.us-gov-west-1.amazonaws.com")]
    public void FIPS_endpoints_are_used_if_the_flag_is_set(string region, string service, string host) =>
        Assert.Equal(
            host, Read(("AWS_REGION", region), ("AWS_USE_FIPS_ENDPOINT", "true")).GetUrl(Service(service)).Host);

    [Theory]
    [InlineData("eu-west-1", "iam", "iam.global.api.aws")]
    [InlineData("us-gov-west-1", "iam", "iam.us-gov.api.aws")]
    [InlineData("cn-north-1", "iam", "iam.global.api.amazonwebservices.com.cn")]
    [InlineData("eu-west-1", "organizations", "organizations.us-east-1.api.aws")]
    [InlineData("eu-west-1", "controltower", "controltower.eu-west-1.api.aws")]
    [InlineData("cn-north-1", "lambda", "lambda.cn-north-1.api.amazonwebservices.com.cn")]
    [InlineData("eu-west-1", "sqs", "sqs.eu-west-1.api.aws")]
    [InlineData("eu-west-1", "secretsmanager", "secretsmanager.eu-west-1.amazonaws.com")]
    public void Dual_stack_endpoints_are_used_if_the_flag_is_set(string region, string service, string host) =>
        Assert.Equal(
            host, Read(("AWS_REGION", region), ("AWS_USE_DUALSTACK_ENDPOINT", "true")).GetUrl(Service(service)).Host);

    [Fact]
    public void Endpoint_with_both_flags_has_both_marks()
    {
        var endpoints = Read(
            ("AWS_REGION", "us-gov-west-1"), ("AWS_USE_FIPS_ENDPOINT", "true"), ("AWS_USE_DUALSTACK_ENDPOINT", "true"));

        Assert.Equal("sqs-fips.us-gov-west-1.api.aws", endpoints.GetUrl(AwsService.Sqs).Host);
        Assert.Equal("iam.us-gov.api.aws", endpoints.GetUrl(AwsService.Iam).Host);
        Assert.Equal("events.us-gov-west-1.api.aws", endpoints.GetUrl(AwsService.EventBridge).Host);
    }

    [Fact]
    public void Endpoint_variable_of_one_service_overrides_the_common_one()
    {
        var endpoints = Read(
            ("AWS_REGION", "eu-west-1"),
            ("AWS_ENDPOINT_URL", "https://proxy.example/"),
            ("AWS_ENDPOINT_URL_CONTROLTOWER", "https://control-tower.example/"),
            ("AWS_ENDPOINT_URL_LAMBDA", "https://lambda.example/"),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://secrets.example/"));

        Assert.Equal("https://control-tower.example/", endpoints.GetUrl(AwsService.ControlTower).AbsoluteUri);
        Assert.Equal("https://lambda.example/", endpoints.GetUrl(AwsService.Lambda).AbsoluteUri);
        Assert.Equal("https://secrets.example/", endpoints.GetUrl(AwsService.SecretsManager).AbsoluteUri);
        Assert.Equal("https://proxy.example/", endpoints.GetUrl(AwsService.Sts).AbsoluteUri);
    }

    private static AwsService Service(string id) => AwsService.All.Single(service => service.Id == id);

    private static AwsEndpoints Read(params (string Name, string Value)[] variables)
    {
        List<string> faults = [];
        var environment = variables.ToDictionary(
            variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
        var endpoints = AwsEndpoints.Read(new SettingsReader(environment, faults), faults);
        Assert.Empty(faults);
        return endpoints;
    }
}
