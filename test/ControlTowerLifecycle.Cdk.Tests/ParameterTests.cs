using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class ParameterTests
{
    private static JsonObject Launch => SynthesizedApp.Launch.Main.Parameters;

    [Fact]
    public void Api_keys_are_never_shown() =>
        Assert.All(
            ["WorkloadSecurityApiKey", "CloudAccountsApiKey"],
            name => Assert.True((bool)SynthesizedApp.Lifecycle.Parameters[name]!["NoEcho"]!));

    [Fact]
    public void Every_parameter_has_a_label_a_group_and_a_description()
    {
        var template = SynthesizedApp.Lifecycle;
        var page = template.Json["Metadata"]!["AWS::CloudFormation::Interface"]!;
        var names = template.Parameters.Select(parameter => parameter.Key)
            .Where(name => name != "BootstrapVersion").ToList();

        Assert.Equal(names,
            page["ParameterGroups"]!.AsArray().SelectMany(group => group!["Parameters"]!.AsArray()).Select(name =>
                (string)name!));
        Assert.Equal(names, page["ParameterLabels"]!.AsObject().Select(label => label.Key));
        Assert.All(names, name => Assert.NotEmpty((string)template.Parameters[name]!["Description"]!));
    }

    [Fact]
    public void Every_parameter_has_a_default() =>
        Assert.All(SynthesizedApp.Lifecycle.Parameters, parameter => Assert.NotNull(parameter.Value!["Default"]));

    [Fact]
    public void Launch_template_requires_the_bucket_only() =>
        Assert.Equal(
            ["ArtifactBucket"],
            Launch.Where(parameter => parameter.Value!["Default"] is null).Select(parameter => parameter.Key));

    [Fact]
    public void Launch_template_needs_no_bootstrap() =>
        Assert.All(SynthesizedApp.Launch.Files, file =>
            Assert.DoesNotContain("cdk-", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Every_constraint_has_a_description() =>
        Assert.All(
            Launch.Where(parameter =>
                parameter.Value!["AllowedPattern"] is not null || parameter.Value["AllowedValues"] is not null),
            parameter => Assert.NotEmpty((string?)parameter.Value!["ConstraintDescription"] ?? ""));

    [Theory]
    [InlineData("ArtifactBucket", "my-bucket", true)]
    [InlineData("ArtifactBucket", "my.bucket-1", true)]
    [InlineData("ArtifactBucket", "", false)]
    [InlineData("ArtifactBucket", "s3://my-bucket", false)]
    [InlineData("ArtifactBucket", "My-Bucket", false)]
    [InlineData("ArtifactBucket", "arn:aws:s3:::my-bucket", false)]
    [InlineData("ArtifactBucket", "my-bucket/folder", false)]
    [InlineData("ArtifactBucket", "my_bucket", false)]
    [InlineData("ArtifactBucket", "my-bucket ", false)]
    [InlineData("ArtifactBucket", "my..bucket", false)]
    [InlineData("ArtifactBucket", "-my-bucket", false)]
    [InlineData("ArtifactBucket", "my-bucket-", false)]
    [InlineData("ArtifactBucket", "ab", false)]
    [InlineData("ArtifactBucket", "192.168.1.4", false)]
    [InlineData("ArtifactPrefix", "control-tower-lifecycle/", true)]
    [InlineData("ArtifactPrefix", "a/b/", true)]
    [InlineData("ArtifactPrefix", "control-tower-lifecycle", false)]
    [InlineData("ArtifactPrefix", "/control-tower-lifecycle/", false)]
    [InlineData("ArtifactPrefix", "s3://my-bucket/a/", false)]
    [InlineData("ArtifactPrefix", "a//b/", false)]
    [InlineData("ArtifactPrefix", "/", false)]
    [InlineData("WorkloadSecurityApiKey", "tmc12:abcDEF+/=", true)]
    [InlineData("WorkloadSecurityApiKey", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf", false)]
    [InlineData("WorkloadSecurityApiKey", "\"key\"", false)]
    [InlineData("WorkloadSecurityApiKey", "'key'", false)]
    [InlineData("WorkloadSecuritySecretArn",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:trend/workload", false)]
    [InlineData("WorkloadSecuritySecretArn",
        "\"arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf\"", false)]
    [InlineData("WorkloadSecuritySecretKeyArn", "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd", true)]
    [InlineData("WorkloadSecuritySecretKeyArn", "arn:aws:kms:eu-west-1:111122223333:alias/secrets", false)]
    [InlineData("WorkloadSecuritySecretKeyArn", "alias/secrets", false)]
    [InlineData("WorkloadSecuritySecretKeyArn", "1234abcd-12ab-34cd-56ef-1234567890ab", false)]
    [InlineData("WorkloadSecurityEndpoint", "https://workload.us-1.cloudone.trendmicro.com/#/computers", false)]
    [InlineData("WorkloadSecurityEndpoint", "workload.us-1.cloudone.trendmicro.com ", false)]
    [InlineData("WorkloadSecurityEndpoint", "", false)]
    [InlineData("WorkloadSecurityAccountId", "1479-9510-5371", false)]
    [InlineData("WorkloadSecurityAccountId", "arn:aws:iam::147995105371:root", false)]
    [InlineData("WorkloadSecurityExternalId", "1a2b3c4d-5e6f", true)]
    [InlineData("WorkloadSecurityExternalId", "arn:aws:iam::111122223333:role/trend", false)]
    [InlineData("WorkloadSecurityExternalId", "https://cloudone.trendmicro.com", false)]
    [InlineData("WorkloadSecurityExternalId", "\"1a2b3c4d\"", false)]
    [InlineData("WorkloadSecurityExternalId", "1a2b 3c4d", false)]
    [InlineData("IncludeOrganizationalUnits",
        "arn:aws:organizations::111122223333:ou/o-exampleorg1/ou-ab12-c3d4e5f6", false)]
    [InlineData("IncludeOrganizationalUnits", "r-ab12", false)]
    [InlineData("IncludeOrganizationalUnits", "ou-ab12-c3d4e5f6,", false)]
    [InlineData("ExcludeOrganizationalUnits", "ou-ab12-c3d4e5f6;ou-ab12-5ec0000a", false)]
    [InlineData("ExcludeAccounts", "111122223333 444455556666", false)]
    [InlineData("ExcludeAccounts", "111122223333,", false)]
    [InlineData("ConnectorRoleName", "arn:aws:iam::111122223333:role/trend", false)]
    [InlineData("ExecutionRoleName", "arn:aws:iam::111122223333:role/AWSControlTowerExecution", false)]
    [InlineData("ExecutionRoleName", "/AWSControlTowerExecution", false)]
    [InlineData("OperatorRole", "aws-reserved/sso.amazonaws.com/*", true)]
    [InlineData("OperatorRole", "platform/CloudOperations", true)]
    [InlineData("OperatorRole", "*_AWSAdministratorAccess_*", true)]
    [InlineData("OperatorRole", "*", false)]
    [InlineData("OperatorRole", "**/?*", false)]
    [InlineData("OperatorRole", "", false)]
    [InlineData("OperatorRole", "arn:aws:iam::111122223333:role/Admin", false)]
    [InlineData("NotificationEmail", "o'brien+aws@example.co.uk", true)]
    [InlineData("NotificationEmail", "a@example.com,b@example.com", false)]
    [InlineData("NotificationEmail", "a@example.com;", false)]
    [InlineData("NotificationEmail", "mailto:cloud-team@example.com", false)]
    [InlineData("NotificationEmail", "Cloud<cloud-team@example.com>", false)]
    [InlineData("NotificationEmail", "cloud-team@example.com.", false)]
    [InlineData("NotificationEmail", "arn:aws:sns:eu-west-1:111122223333:alarms", false)]
    [InlineData("WorkloadSecuritySecretArn",
        "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:trend/key-AbCdEf", true)]
    [InlineData("WorkloadSecuritySecretArn", "trend/key", false)]
    [InlineData("WorkloadSecurityEndpoint", "workload.de-1.cloudone.trendmicro.com", true)]
    [InlineData("WorkloadSecurityEndpoint", "https://dsm.example.com:4119/api", true)]
    [InlineData("WorkloadSecurityEndpoint", "http://dsm.example.com", false)]
    [InlineData("WorkloadSecurityEndpoint", "dsm.example.com:1", true)]
    [InlineData("WorkloadSecurityEndpoint", "dsm.example.com:65535", true)]
    [InlineData("WorkloadSecurityEndpoint", "dsm.example.com:65536", false)]
    [InlineData("WorkloadSecurityEndpoint", "dsm.example.com:99999", false)]
    [InlineData("WorkloadSecurityEndpoint", "dsm.example.com:0", false)]
    [InlineData("WorkloadSecurityEndpoint", "dsm.example.com:", false)]
    [InlineData("WorkloadSecurityEndpoint", "dsm..example.com", false)]
    [InlineData("WorkloadSecurityCallsPerMinute", "60", true)]
    [InlineData("WorkloadSecurityCallsPerMinute", "99", true)]
    [InlineData("WorkloadSecurityCallsPerMinute", "100", true)]
    [InlineData("WorkloadSecurityCallsPerMinute", "99999", true)]
    [InlineData("WorkloadSecurityCallsPerMinute", "100000", true)]
    [InlineData("WorkloadSecurityCallsPerMinute", "100001", false)]
    [InlineData("WorkloadSecurityCallsPerMinute", "59", false)]
    [InlineData("WorkloadSecurityCallsPerMinute", "400.5", false)]
    [InlineData("WorkloadSecurityCallsPerMinute", "1e3", false)]
    [InlineData("WorkloadSecurityCallsPerMinute", "0", false)]
    [InlineData("WorkloadSecurityCallsPerMinute", "-1", false)]
    [InlineData("WorkloadSecurityCallsPerMinute", " 500", false)]
    [InlineData("MaximumConcurrency", "2", true)]
    [InlineData("MaximumConcurrency", "9", true)]
    [InlineData("MaximumConcurrency", "10", true)]
    [InlineData("MaximumConcurrency", "999", true)]
    [InlineData("MaximumConcurrency", "1000", true)]
    [InlineData("MaximumConcurrency", "1001", false)]
    [InlineData("MaximumConcurrency", "1", false)]
    [InlineData("MaximumConcurrency", "400.5", false)]
    [InlineData("MaximumConcurrency", "1e3", false)]
    [InlineData("MaximumConcurrency", "0", false)]
    [InlineData("MaximumConcurrency", "-1", false)]
    [InlineData("MaximumConcurrency", " 5", false)]
    [InlineData("DisconnectLimitPercent", "0", true)]
    [InlineData("DisconnectLimitPercent", "9", true)]
    [InlineData("DisconnectLimitPercent", "99", true)]
    [InlineData("DisconnectLimitPercent", "100", true)]
    [InlineData("DisconnectLimitPercent", "101", false)]
    [InlineData("DisconnectLimitPercent", "5%", false)]
    [InlineData("DisconnectLimitPercent", "-1", false)]
    [InlineData("WorkloadSecurityAccountId", "12345", false)]
    [InlineData("WorkloadSecurityApiKey", "key with a space", false)]
    [InlineData("IncludeOrganizationalUnits", "ou-ab12-c3d4e5f6, ou-ab12-5ec0000a", true)]
    [InlineData("IncludeOrganizationalUnits", "Workloads", false)]
    [InlineData("ExcludeAccounts", "111122223333,444455556666", true)]
    [InlineData("ExcludeAccounts", "1111-2222-3333", false)]
    [InlineData("ConnectorRoleName", "role/with/path", false)]
    [InlineData("ConnectorRoleName", "WorkloadAWSControlTower", true)]
    [InlineData("ConnectorRoleName", "OrganizationAccountAccessRoleOfTrend", true)]
    [InlineData("ConnectorRoleName", "OrganizationAccountAccessRole", false)]
    [InlineData("ConnectorRoleName", "AWSControlTowerExecution", false)]
    [InlineData("ConnectorRoleName", "AWSControlTowerAdmin", false)]
    [InlineData("ConnectorRoleName", "aws-controltower-AdministratorExecutionRole", false)]
    [InlineData("ConnectorRoleName", "AWSServiceRoleForOrganizations", false)]
    [InlineData("ConnectorRoleName", "AWSReservedSSO_AdministratorAccess_0123456789abcdef", false)]
    [InlineData("ExecutionRoleName", "OrganizationAccountAccessRole", true)]
    [InlineData("NotificationEmail", "cloud-team@example.com", true)]
    [InlineData("NotificationEmail", "cloud-team", false)]
    [InlineData("CloudAccountsApiKey", "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjF9.c2ln", true)]
    [InlineData("CloudAccountsApiKey", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:key-AbCdEf", false)]
    [InlineData("CloudAccountsSecretArn", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:trend/vision-one", false)]
    [InlineData("CloudAccountsSecretArn",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:trend/vision-one-AbCdEf", true)]
    [InlineData("CloudAccountsSecretKeyArn", "alias/secrets", false)]
    [InlineData("CloudAccountsBusinessId", "5f8a1c2e-3b4d-4e6f-8a9b-0c1d2e3f4a5b", true)]
    [InlineData("CloudAccountsBusinessId", "a business", false)]
    [InlineData("CloudAccountsInstanceId", "7D0F6A51-92C4-4B77-9A35-1F2E8C6B4D10", true)]
    [InlineData("CloudAccountsInstanceId", "7d0f6a51", false)]
    [InlineData("CloudAccountsInstanceId", "{7d0f6a51-92c4-4b77-9a35-1f2e8c6b4d10}", false)]
    [InlineData("CloudAccountsInstanceRegions", "eu-west-1, us-gov-west-1", true)]
    [InlineData("CloudAccountsInstanceRegions", "eu", false)]
    [InlineData("CloudAccountsInstanceRegions", "eu-west-1;eu-central-1", false)]
    [InlineData("CloudAccountsFeatures", "container-security,cloud-sentry:eu-west-1+eu-central-1", true)]
    [InlineData("CloudAccountsFeatures", "cloud-sentry:Ireland", false)]
    [InlineData("CloudAccountsFeatures", "cloud sentry", false)]
    [InlineData("CloudAccountsCallsPerMinute", "90", true)]
    [InlineData("CloudAccountsCallsPerMinute", "89", false)]
    [InlineData("CloudAccountsCallsPerMinute", "100000", true)]
    [InlineData("CloudAccountsCallsPerMinute", "100001", false)]
    [InlineData("CloudAccountsParameterPaths", "/trendmicro,/v1cs/scan", true)]
    [InlineData("CloudAccountsParameterPaths", "/", false)]
    [InlineData("CloudAccountsParameterPaths", "/*", false)]
    [InlineData("CloudAccountsApiUrl", "https://api.eu.xdr.trendmicro.com", true)]
    [InlineData("CloudAccountsApiUrl", "http://api.eu.xdr.trendmicro.com", false)]
    [InlineData("CloudAccountsApiUrl", "https://api.eu.xdr.trendmicro.com/v3.0", false)]
    [InlineData("CloudAccountsOidcHost", "cloudaccounts-eu.xdr.trendmicro.com", true)]
    [InlineData("CloudAccountsOidcHost", "https://cloudaccounts-eu.xdr.trendmicro.com", false)]
    public void Pattern_accepts_or_refuses_the_value(string name, string value, bool isAccepted)
    {
        var pattern = (string)Launch[name]!["AllowedPattern"]!;

        Assert.Equal(isAccepted, Regex.IsMatch(value, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)));
        if (isAccepted)
            Assert.Empty(DeployedSettings.FindFaults(name, value));
    }

    /// <summary>The functions' own reader has the same limits as the pattern.</summary>
    [Theory]
    [InlineData("WorkloadSecurityCallsPerMinute", "WORKLOAD_SECURITY_CALLS_PER_MINUTE",
        "100001", "400.5", "1e3", "0", "-1")]
    [InlineData("CloudAccountsBusinessId", "CLOUD_ACCOUNTS_BUSINESS_ID", "a business", "")]
    [InlineData("CloudAccountsInstanceId", "CLOUD_ACCOUNTS_INSTANCE_ID", "7d0f6a51", "{7d0f6a51-92c4-4b77-9a35-1f2e8c6b4d10}")]
    [InlineData("CloudAccountsInstanceRegions", "CLOUD_ACCOUNTS_INSTANCE_REGIONS", "eu", "eu-west-1;eu-central-1")]
    [InlineData("CloudAccountsFeatures", "CLOUD_ACCOUNTS_FEATURES", "cloud-sentry:Ireland", "cloud sentry")]
    [InlineData("CloudAccountsParameterPaths", "CLOUD_ACCOUNTS_PARAMETER_PATHS", "/", "/*")]
    [InlineData("CloudAccountsApiUrl", "CLOUD_ACCOUNTS_API_URL", "http://api.eu.xdr.trendmicro.com")]
    [InlineData("CloudAccountsOidcHost", "CLOUD_ACCOUNTS_OIDC_HOST", "https://cloudaccounts-eu.xdr.trendmicro.com")]
    [InlineData("MaximumConcurrency", "MAXIMUM_CONCURRENCY", "1001", "1", "400.5", "1e3", "0", "-1")]
    [InlineData("DisconnectLimitPercent", "DISCONNECT_LIMIT_PERCENT", "101", "5%", "-1")]
    [InlineData("WorkloadSecurityEndpoint", "WORKLOAD_SECURITY_ENDPOINT",
        "dsm.example.com:65536", "dsm.example.com:99999")]
    public void Functions_refuse_what_the_pattern_refuses(string name, string variable, params string[] values) =>
        Assert.All(values, value => Assert.StartsWith(
            variable, Assert.Single(DeployedSettings.FindFaults(name, value)), StringComparison.Ordinal));

    [Fact]
    public void Only_the_log_retention_has_type_Number() =>
        Assert.Equal(
            ["LogRetentionDays"],
            SynthesizedApp.Lifecycle.Parameters
                .Where(parameter => (string?)parameter.Value!["Type"] == "Number")
                .Select(parameter => parameter.Key));

    [Fact]
    public void Defaults_match_their_patterns() =>
        Assert.All(
            SynthesizedApp.Lifecycle.Parameters.Where(parameter => parameter.Value!["AllowedPattern"] is not null),
            parameter => Assert.Matches(
                (string)parameter.Value!["AllowedPattern"]!, (string)parameter.Value["Default"]!));
}
