using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Hosting;

public class SettingsFaultTests
{
    private const string SecretArn = "takes the ARN of secretsmanager, arn:aws:secretsmanager:…";
    private const string CallsPerMinute = "takes a whole number from 1 to 100000";
    private const string Concurrency = "takes a whole number from 2 to 1000";
    private const string RoleName = "takes a role's name: up to 64 letters, digits and +=,.@_-";
    private const string Queue = "takes the URL of an SQS queue";
    private const string TableName = "takes the name of a DynamoDB table: 3 to 255 letters, digits and _.-";
    private const string NoAccount = "is not an AWS account id: it takes twelve digits, as in 111122223333";

    [Theory]
    [InlineData("LIFECYCLE_FUNCTION", "Lifecycle", "takes 'lifecycle' or 'backfill', not 'Lifecycle'")]
    [InlineData("PROTECTIONS", "antivirus", "takes workload-security, not 'antivirus'")]
    [InlineData(
        "PROTECTIONS", "workload-security,cloud-accounts",
        "'cloud-accounts' is not in this version; take workload-security")]
    [InlineData(
        "WORKLOAD_SECURITY_ENDPOINT", "http://workload.example",
        "takes an https URL: the API key would be sent unencrypted")]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", "arn:aws:ssm:eu-west-1:111122223333:parameter/x", SecretArn)]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:１１１１２２２２３３３３:secret:x", SecretArn)]
    [InlineData("WORKLOAD_SECURITY_ACCOUNT_ID", "12", $"'12' {NoAccount}")]
    [InlineData("WORKLOAD_SECURITY_CALLS_PER_MINUTE", "0", CallsPerMinute)]
    [InlineData("WORKLOAD_SECURITY_CALLS_PER_MINUTE", "100001", CallsPerMinute)]
    [InlineData("WORKLOAD_SECURITY_CALLS_PER_MINUTE", "4e2", CallsPerMinute)]
    [InlineData("WORKSPACES_ENABLED", "yes", "takes true or false")]
    [InlineData("CONNECTOR_ROLE_NAME", "a role", RoleName)]
    [InlineData("CONNECTOR_ROLE_NAME", "Rôle", RoleName)]
    [InlineData("CONNECTOR_ROLE_NAME", "path/Role", RoleName)]
    [InlineData("EXECUTION_ROLE_NAME", "x123456789012345678901234567890123456789012345678901234567890123x", RoleName)]
    [InlineData("MANAGEMENT_ACCOUNT_ID", "1111-2222-3333", $"'1111-2222-3333' {NoAccount}")]
    [InlineData("WORK_QUEUE_URL", "work", Queue)]
    [InlineData("WORK_QUEUE_URL", "arn:aws:sqs:eu-west-1:111122223333:work", Queue)]
    [InlineData("DEAD_LETTER_QUEUE_URL", "dead", Queue)]
    [InlineData("MAXIMUM_RECEIVES", "0", "takes a whole number from 1 to 1000")]
    [InlineData("MAXIMUM_RECEIVES", "1001", "takes a whole number from 1 to 1000")]
    [InlineData("NOTIFICATION_TABLE_NAME", "no", TableName)]
    [InlineData("NOTIFICATION_TABLE_NAME", "arn:aws:dynamodb:eu-west-1:111122223333:table/told", TableName)]
    [InlineData("NOTIFICATION_TOPIC_ARN", "failures", "takes the ARN of sns, arn:aws:sns:…")]
    [InlineData(
        "INCLUDE_ORGANIZATIONAL_UNITS", "ou-ab12-c3d4e5f6,Workloads",
        "takes ids of organizational units such as ou-ab12-c3d4e5f6, not 'Workloads'")]
    [InlineData(
        "EXCLUDE_ORGANIZATIONAL_UNITS", "r-ab12",
        "takes ids of organizational units such as ou-ab12-c3d4e5f6, not 'r-ab12'")]
    [InlineData("EXCLUDE_ACCOUNTS", "444455556666;1", $"'444455556666;1' {NoAccount}")]
    [InlineData("ACCOUNT_LEFT", "Disconnect", "takes 'keep' or 'disconnect', not 'Disconnect'")]
    [InlineData("MAXIMUM_CONCURRENCY", "1", Concurrency)]
    [InlineData("MAXIMUM_CONCURRENCY", "1001", Concurrency)]
    [InlineData("MAXIMUM_CONCURRENCY", "-5", Concurrency)]
    public void A_setting_that_cannot_be_worked_with_is_told_with_what_it_takes(string name, string value, string fault) =>
        Assert.Equal([$"{name}: {fault}"], Faults((name, value)));

    [Theory]
    [InlineData("LIFECYCLE_FUNCTION", "LIFECYCLE_FUNCTION is missing: it takes 'lifecycle' or 'backfill'")]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", "WORKLOAD_SECURITY_SECRET_ARN is missing")]
    [InlineData("MANAGEMENT_ACCOUNT_ID", "MANAGEMENT_ACCOUNT_ID is missing")]
    [InlineData("AWS_REGION", "AWS_REGION is missing")]
    public void A_required_setting_that_is_missing_is_told(string name, string fault) =>
        Assert.Equal([fault], Faults((name, "")));

    [Fact]
    public void Several_invocations_at_once_are_told_with_the_other_faults() => Assert.Equal(
        [
            "AWS_LAMBDA_MAX_CONCURRENCY must not be set: this function takes one invocation at a time, so it cannot run on managed instances",
            "MANAGEMENT_ACCOUNT_ID is missing",
        ],
        Faults(("AWS_LAMBDA_MAX_CONCURRENCY", "8"), ("MANAGEMENT_ACCOUNT_ID", "")));

    [Fact]
    public void Outside_the_partition_aws_the_vendor_s_account_has_no_default() => Assert.Equal(
        ["WORKLOAD_SECURITY_ACCOUNT_ID is missing: it takes the vendor's account in this partition"],
        Faults(("AWS_REGION", "us-gov-west-1")));

    [Fact]
    public void The_execution_role_is_not_handed_to_the_vendor() => Assert.Equal(
        [
            "CONNECTOR_ROLE_NAME: 'Admin' is the execution role, whose trust would be given to the vendor; take another name",
        ],
        Faults(("CONNECTOR_ROLE_NAME", "Admin"), ("EXECUTION_ROLE_NAME", "admin")));

    [Theory]
    [InlineData("119", "5", "119 is not enough for MAXIMUM_CONCURRENCY 5, which takes 120: 20 for each of 6 processes")]
    [InlineData("400", "20", "400 is not enough for MAXIMUM_CONCURRENCY 20, which takes 420: 20 for each of 21 processes")]
    public void A_process_has_calls_enough_for_a_batch_of_new_accounts(string calls, string concurrency, string fault) =>
        Assert.Equal(
            [$"WORKLOAD_SECURITY_CALLS_PER_MINUTE: {fault}; raise it or lower MAXIMUM_CONCURRENCY"],
            Faults(("WORKLOAD_SECURITY_CALLS_PER_MINUTE", calls), ("MAXIMUM_CONCURRENCY", concurrency)));

    [Fact]
    public void AWS_is_not_called_in_the_clear() => Assert.Equal(
        ["AWS_ENDPOINT_URL must be an https URL (plain http for a loopback address only)"],
        Faults(("AWS_ENDPOINT_URL", "http://aws.example")));

    [Fact]
    public void The_style_of_the_key_is_not_the_place_for_the_key() => Assert.Equal(
        ["WORKLOAD_SECURITY_KEY_STYLE: takes auto, api-key or legacy"], Faults(("WORKLOAD_SECURITY_KEY_STYLE", Sample.LegacyKey)));

    [Fact]
    public void Everything_that_is_required_is_told_at_once() => Assert.Equal(
        [
            "AWS_ACCESS_KEY_ID is missing", "AWS_REGION is missing", "AWS_SECRET_ACCESS_KEY is missing",
            "LIFECYCLE_FUNCTION is missing: it takes 'lifecycle' or 'backfill'", "MANAGEMENT_ACCOUNT_ID is missing", "WORKLOAD_SECURITY_SECRET_ARN is missing",
        ],
        Faults(new Dictionary<string, string>(StringComparer.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_missing_and_what_is_malformed_is_told_together()
    {
        var fault = Assert.Throws<SettingsException>(() => LifecycleSettings.From(SampleEnvironment.With(
            ("MANAGEMENT_ACCOUNT_ID", ""), ("MAXIMUM_CONCURRENCY", "many"), ("WORKSPACES_ENABLED", "yes"))));

        Assert.Equal(
            "3 of the settings cannot be worked with: WORKSPACES_ENABLED: takes true or false; MANAGEMENT_ACCOUNT_ID is missing; "
            + "MAXIMUM_CONCURRENCY: takes a whole number from 2 to 1000.",
            fault.Message);
    }

    [Fact]
    public void The_backfill_function_takes_the_queue() =>
        Assert.Equal(["WORK_QUEUE_URL is missing"], Faults(("LIFECYCLE_FUNCTION", "backfill")));

    /// <summary>Where a person is likely to put a secret by mistake, the sentence does not repeat it.</summary>
    [Theory]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", "2:hidden-value=")]
    [InlineData("WORKLOAD_SECURITY_SECRET_ARN", """{"ApiKey":"hidden-value"}""")]
    [InlineData("WORKLOAD_SECURITY_KEY_STYLE", "2:hidden-value=")]
    [InlineData("WORKLOAD_SECURITY_ENDPOINT", "https://user:hidden-value@manager.example")]
    [InlineData("WORKLOAD_SECURITY_ENDPOINT", "https://manager.example/?key=hidden-value")]
    [InlineData("AWS_ENDPOINT_URL_STS", "http://user:hidden-value@sts.example")]
    [InlineData("WORK_QUEUE_URL", "hidden-value")]
    [InlineData("NOTIFICATION_TOPIC_ARN", "https://hooks.example/hidden-value")]
    public void A_secret_in_the_wrong_place_is_not_repeated(string name, string value) =>
        Assert.DoesNotContain("hidden", Assert.Single(Faults((name, value))), StringComparison.Ordinal);

    private static IReadOnlyList<string> Faults(params (string Name, string Value)[] settings) =>
        Faults(SampleEnvironment.With(settings));

    private static IReadOnlyList<string> Faults(Dictionary<string, string> environment) =>
        Assert.Throws<SettingsException>(() => LifecycleSettings.From(environment)).Faults;
}
