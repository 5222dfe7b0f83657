using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Hosting;

public class SettingsFaultTests
{
    private const string SecretArn = "must be an ARN of secretsmanager, arn:aws:secretsmanager:…";
    private const string CallsPerMinute = "must be a whole number from 1 to 100000";
    private const string Percent = "must be a whole number from 0 to 100";
    private const string Concurrency = "must be a whole number from 2 to 1000";
    private const string RoleName = "must be a role name: up to 64 letters, digits and +=,.@_-";
    private const string Queue = "must be the URL of an SQS queue";
    private const string TableName = "must be the name of a DynamoDB table: 3 to 255 letters, digits and _.-";
    private const string NotAnAccount = "is not an AWS account ID: it must have twelve digits, for example 111122223333";

    [Theory]
    [InlineData("LIFECYCLE_FUNCTION", "Lifecycle", "must be 'lifecycle', 'backfill', 'rotation' or 'support-case', not 'Lifecycle'")]
    [InlineData("PROTECTIONS", "antivirus", "must be workload-security, cloud-accounts or both, not 'antivirus'")]
    [InlineData(
        "WORKLOAD_SECURITY_ENDPOINT", "http://workload.example",
        "takes an https URL: the API key would be sent unencrypted")]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", "arn:aws:ssm:eu-west-1:111122223333:parameter/x", SecretArn)]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:１１１１２２２２３３３３:secret:x", SecretArn)]
    [InlineData("WORKLOAD_SECURITY_ACCOUNT_ID", "12", $"'12' {NotAnAccount}")]
    [InlineData("WORKLOAD_SECURITY_CALLS_PER_MINUTE", "0", CallsPerMinute)]
    [InlineData("WORKLOAD_SECURITY_CALLS_PER_MINUTE", "100001", CallsPerMinute)]
    [InlineData("WORKLOAD_SECURITY_CALLS_PER_MINUTE", "4e2", CallsPerMinute)]
    [InlineData("WORKSPACES_ENABLED", "yes", "must be true or false")]
    [InlineData("CONNECTOR_ROLE_NAME", "a role", RoleName)]
    [InlineData("CONNECTOR_ROLE_NAME", "Rôle", RoleName)]
    [InlineData("CONNECTOR_ROLE_NAME", "path/Role", RoleName)]
    [InlineData("EXECUTION_ROLE_NAME", "x123456789012345678901234567890123456789012345678901234567890123x", RoleName)]
    [InlineData("MANAGEMENT_ACCOUNT_ID", "1111-2222-3333", $"'1111-2222-3333' {NotAnAccount}")]
    [InlineData("WORK_QUEUE_URL", "work", Queue)]
    [InlineData("WORK_QUEUE_URL", "arn:aws:sqs:eu-west-1:111122223333:work", Queue)]
    [InlineData("DEAD_LETTER_QUEUE_URL", "dead", Queue)]
    [InlineData("MAXIMUM_RECEIVES", "0", "must be a whole number from 1 to 1000")]
    [InlineData("MAXIMUM_RECEIVES", "1001", "must be a whole number from 1 to 1000")]
    [InlineData("NOTIFICATION_TABLE_NAME", "no", TableName)]
    [InlineData("NOTIFICATION_TABLE_NAME", "arn:aws:dynamodb:eu-west-1:111122223333:table/notifications", TableName)]
    [InlineData("NOTIFICATION_TOPIC_ARN", "failures", "must be an ARN of sns, arn:aws:sns:…")]
    [InlineData(
        "INCLUDE_ORGANIZATIONAL_UNITS", "ou-ab12-c3d4e5f6,Workloads",
        "must be IDs of organizational units, for example ou-ab12-c3d4e5f6, not 'Workloads'")]
    [InlineData(
        "EXCLUDE_ORGANIZATIONAL_UNITS", "r-ab12",
        "must be IDs of organizational units, for example ou-ab12-c3d4e5f6, not 'r-ab12'")]
    [InlineData("EXCLUDE_ACCOUNTS", "444455556666;1", $"'444455556666;1' {NotAnAccount}")]
    [InlineData("ACCOUNT_LEFT", "Disconnect", "must be 'keep' or 'disconnect', not 'Disconnect'")]
    [InlineData("DISCONNECT_LIMIT_PERCENT", "101", Percent)]
    [InlineData("DISCONNECT_LIMIT_PERCENT", "-1", Percent)]
    [InlineData("DISCONNECT_LIMIT_PERCENT", "5%", Percent)]
    [InlineData("DISCONNECT_LIMIT_PERCENT", "2.5", Percent)]
    [InlineData("MAXIMUM_CONCURRENCY", "1", Concurrency)]
    [InlineData("MAXIMUM_CONCURRENCY", "1001", Concurrency)]
    [InlineData("MAXIMUM_CONCURRENCY", "-5", Concurrency)]
    public void Invalid_setting_is_reported_with_its_valid_values(string name, string value, string fault) =>
        Assert.Equal([$"{name}: {fault}"], Faults((name, value)));

    [Theory]
    [InlineData("LIFECYCLE_FUNCTION", "LIFECYCLE_FUNCTION is missing: it must be 'lifecycle', 'backfill', 'rotation' or 'support-case'")]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", "WORKLOAD_SECURITY_SECRET_ARN is missing")]
    [InlineData("MANAGEMENT_ACCOUNT_ID", "MANAGEMENT_ACCOUNT_ID is missing")]
    [InlineData("AWS_REGION", "AWS_REGION is missing")]
    public void Missing_required_setting_is_reported(string name, string fault) =>
        Assert.Equal([fault], Faults((name, "")));

    [Fact]
    public void Concurrent_invocations_are_refused_together_with_other_faults() => Assert.Equal(
        [
            "AWS_LAMBDA_MAX_CONCURRENCY must not be set: this function handles one invocation at a time, "
            + "so it cannot run on managed instances",
            "MANAGEMENT_ACCOUNT_ID is missing",
        ],
        Faults(("AWS_LAMBDA_MAX_CONCURRENCY", "8"), ("MANAGEMENT_ACCOUNT_ID", "")));

    [Fact]
    public void Vendor_account_has_no_default_outside_the_partition_aws() => Assert.Equal(
        ["WORKLOAD_SECURITY_ACCOUNT_ID is missing: it must be the vendor's account in this partition"],
        Faults(("AWS_REGION", "us-gov-west-1")));

    [Fact]
    public void Connector_role_must_not_be_the_execution_role() => Assert.Equal(
        [
            "CONNECTOR_ROLE_NAME: 'Admin' is the execution role, and its trust policy would be changed "
            + "to trust the vendor; use another name",
        ],
        Faults(("CONNECTOR_ROLE_NAME", "Admin"), ("EXECUTION_ROLE_NAME", "admin")));

    [Theory]
    [InlineData("119", "5", "119 is too low for MAXIMUM_CONCURRENCY 5, which requires 120 (20 for each of 6 processes)")]
    [InlineData("400", "20", "400 is too low for MAXIMUM_CONCURRENCY 20, which requires 420 (20 for each of 21 processes)")]
    public void Call_budget_must_be_enough_for_each_process(string calls, string concurrency, string fault) =>
        Assert.Equal(
            [$"WORKLOAD_SECURITY_CALLS_PER_MINUTE: {fault}; increase it or reduce MAXIMUM_CONCURRENCY"],
            Faults(("WORKLOAD_SECURITY_CALLS_PER_MINUTE", calls), ("MAXIMUM_CONCURRENCY", concurrency)));

    [Fact]
    public void AWS_endpoint_must_be_https() => Assert.Equal(
        ["AWS_ENDPOINT_URL: must be an https URL (plain http for a loopback address only)"],
        Faults(("AWS_ENDPOINT_URL", "http://aws.example")));

    [Fact]
    public void Key_in_the_key_style_setting_is_not_repeated() => Assert.Equal(
        ["WORKLOAD_SECURITY_KEY_STYLE: must be auto, api-key or legacy"],
        Faults(("WORKLOAD_SECURITY_KEY_STYLE", Sample.LegacyKey)));

    [Fact]
    public void Missing_required_settings_are_reported_together() => Assert.Equal(
        [
            "AWS_ACCESS_KEY_ID is missing", "AWS_REGION is missing", "AWS_SECRET_ACCESS_KEY is missing",
            "LIFECYCLE_FUNCTION is missing: it must be 'lifecycle', 'backfill', 'rotation' or 'support-case'", "MANAGEMENT_ACCOUNT_ID is missing",
            "WORKLOAD_SECURITY_SECRET_ARN is missing",
        ],
        Faults(new Dictionary<string, string>(StringComparer.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Missing_and_invalid_settings_are_reported_together()
    {
        var fault = Assert.Throws<SettingsException>(() => LifecycleSettings.From(SampleEnvironment.With(
            ("MANAGEMENT_ACCOUNT_ID", ""), ("MAXIMUM_CONCURRENCY", "many"), ("WORKSPACES_ENABLED", "yes"))));

        Assert.Equal(
            "Invalid settings (3): WORKSPACES_ENABLED: must be true or false; MANAGEMENT_ACCOUNT_ID is missing; "
            + "MAXIMUM_CONCURRENCY: must be a whole number from 2 to 1000.",
            fault.Message);
    }

    [Fact]
    public void Backfill_function_requires_the_work_queue() =>
        Assert.Equal(["WORK_QUEUE_URL is missing"], Faults(("LIFECYCLE_FUNCTION", "backfill")));

    /// <summary>
    /// The fault of a setting in which an operator may enter a secret by mistake does not repeat the value.
    /// </summary>
    [Theory]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", "2:hidden-value=")]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", """{"ApiKey":"hidden-value"}""")]
    [InlineData("WORKLOAD_SECURITY_KEY_STYLE", "2:hidden-value=")]
    [InlineData("WORKLOAD_SECURITY_ENDPOINT", "https://user:hidden-value@manager.example")]
    [InlineData("WORKLOAD_SECURITY_ENDPOINT", "https://manager.example/?key=hidden-value")]
    [InlineData("AWS_ENDPOINT_URL_STS", "http://user:hidden-value@sts.example")]
    [InlineData("WORK_QUEUE_URL", "hidden-value")]
    [InlineData("NOTIFICATION_TOPIC_ARN", "https://hooks.example/hidden-value")]
    public void Secret_in_the_wrong_setting_is_not_repeated(string name, string value) =>
        Assert.DoesNotContain("hidden", Assert.Single(Faults((name, value))), StringComparison.Ordinal);

    private static IReadOnlyList<string> Faults(params (string Name, string Value)[] settings) =>
        Faults(SampleEnvironment.With(settings));

    private static IReadOnlyList<string> Faults(Dictionary<string, string> environment) =>
        Assert.Throws<SettingsException>(() => LifecycleSettings.From(environment)).Faults;
}
