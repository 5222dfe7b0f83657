using System.Text.RegularExpressions;
using Xunit;

namespace ControlTowerLifecycle.Cdk.Tests;

public sealed class ParameterTests
{
    [Fact]
    public void The_api_key_is_never_shown() =>
        Assert.True((bool)Synthesized.Lifecycle.Parameters["WorkloadSecurityApiKey"]!["NoEcho"]!);

    [Fact]
    public void Every_parameter_has_a_label_a_group_and_a_description()
    {
        var template = Synthesized.Lifecycle;
        var page = template.Json["Metadata"]!["AWS::CloudFormation::Interface"]!;
        var names = template.Parameters.Select(one => one.Key).Where(name => name != "BootstrapVersion").ToList();

        Assert.Equal(names,
            page["ParameterGroups"]!.AsArray().SelectMany(group => group!["Parameters"]!.AsArray()).Select(name =>
                (string)name!));
        Assert.Equal(names, page["ParameterLabels"]!.AsObject().Select(label => label.Key));
        Assert.All(names, name => Assert.NotEmpty((string)template.Parameters[name]!["Description"]!));
    }

    [Fact]
    public void Everything_has_a_default() =>
        Assert.All(Synthesized.Lifecycle.Parameters, one => Assert.NotNull(one.Value!["Default"]));

    [Fact]
    public void A_launch_template_asks_for_the_bucket_only()
    {
        using var zip = new TemporaryZip();

        var parameters = Synthesized.ForLaunch(zip.File).Main.Parameters;

        Assert.Equal(["ArtifactBucket"], parameters.Where(one => one.Value!["Default"] is null).Select(one => one.Key));
    }

    [Fact]
    public void A_launch_template_needs_no_bootstrap()
    {
        using var zip = new TemporaryZip();

        Assert.All(Synthesized.ForLaunch(zip.File).Files, file =>
            Assert.DoesNotContain("cdk-", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_is_constrained_says_what_it_takes() =>
        Assert.All(
            Synthesized.Lifecycle.Parameters.Where(one =>
                one.Value!["AllowedPattern"] is not null || one.Value["AllowedValues"] is not null),
            one => Assert.NotEmpty((string?)one.Value!["ConstraintDescription"] ?? ""));

    [Theory]
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
    public void What_the_functions_would_refuse_is_refused_at_once(string name, string value, bool isTaken)
    {
        var pattern = (string)Synthesized.Lifecycle.Parameters[name]!["AllowedPattern"]!;

        Assert.Equal(isTaken, Regex.IsMatch(value, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)));
        if (isTaken)
            Assert.Empty(FunctionSettings.FaultsOf(name, value));
    }

    /// <summary>The functions' own reader draws the line where the pattern draws it.</summary>
    [Theory]
    [InlineData("WorkloadSecurityCallsPerMinute", "WORKLOAD_SECURITY_CALLS_PER_MINUTE", "100001", "400.5", "1e3", "0", "-1")]
    [InlineData("MaximumConcurrency", "MAXIMUM_CONCURRENCY", "1001", "1", "400.5", "1e3", "0", "-1")]
    [InlineData("WorkloadSecurityEndpoint", "WORKLOAD_SECURITY_ENDPOINT", "dsm.example.com:65536", "dsm.example.com:99999")]
    public void What_is_refused_at_once_the_functions_would_refuse(string name, string variable, params string[] values) =>
        Assert.All(values, value => Assert.StartsWith(
            variable, Assert.Single(FunctionSettings.FaultsOf(name, value)), StringComparison.Ordinal));

    [Fact]
    public void No_parameter_is_a_number_that_a_function_would_read_as_a_whole_one() =>
        Assert.Equal(
            ["LogRetentionDays"],
            Synthesized.Lifecycle.Parameters.Where(one => (string?)one.Value!["Type"] == "Number").Select(one => one.Key));

    [Fact]
    public void Defaults_pass_their_own_patterns() =>
        Assert.All(
            Synthesized.Lifecycle.Parameters.Where(one => one.Value!["AllowedPattern"] is not null),
            one => Assert.Matches((string)one.Value!["AllowedPattern"]!, (string)one.Value["Default"]!));
}
