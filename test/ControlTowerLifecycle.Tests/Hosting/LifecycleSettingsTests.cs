using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Tests.Hosting;

public class LifecycleSettingsTests
{
    private const string SecretArn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:TrendMicro/CloudOne/WorkloadApiKey-AbCdEf";
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/111122223333/work";
    private const string Unit = "ou-ab12-c3d4e5f6";

    [Fact]
    public void Missing_setting_has_its_documented_default()
    {
        var settings = Read();

        Assert.Equal(LifecycleFunctionName.Lifecycle, settings.Function);
        Assert.Equal("eu-west-1", settings.Aws.Region);
        Assert.Equal("https://workload.us-1.cloudone.trendmicro.com/api/", settings.WorkloadSecurity!.Endpoint.AbsoluteUri);
        Assert.Equal(SecretArn, settings.WorkloadSecurity!.SecretArn);
        Assert.Equal(KeyStyle.Auto, settings.WorkloadSecurity!.KeyStyle);
        Assert.Equal("147995105371", settings.WorkloadSecurity!.VendorAccountId.Value);
        Assert.Null(settings.WorkloadSecurity!.ExternalId);
        Assert.Equal(400, settings.WorkloadSecurity!.CallsPerMinute);
        Assert.False(settings.WorkloadSecurity!.WorkspacesEnabled);
        Assert.Equal("CloudOneWorkloadConnectorRole", settings.ConnectorRoleName);
        Assert.Equal("AWSControlTowerExecution", settings.ExecutionRoleName);
        Assert.Equal("111122223333", settings.ManagementAccountId.Value);
        Assert.Null(settings.WorkQueueUrl);
        Assert.Null(settings.DeadLetterQueueUrl);
        Assert.Equal(20, settings.MaximumReceives);
        Assert.Null(settings.NotificationTopicArn);
        Assert.Null(settings.NotificationTableName);
        Assert.Null(settings.Scope.Judge(Sample.Account));
        Assert.False(settings.Scope.NeedsOrganizationalUnits);
        Assert.Equal(AccountLeftAction.Keep, settings.AccountLeft);
        Assert.Equal(5, settings.DisconnectLimitPercent);
        Assert.Equal(5, settings.MaximumConcurrency);
        Assert.Equal("lifecycle", settings.FunctionName);
    }

    [Fact]
    public void Empty_setting_counts_as_missing() =>
        Assert.Equal(400, Read(("WORKLOAD_SECURITY_CALLS_PER_MINUTE", " ")).WorkloadSecurity!.CallsPerMinute);

    [Fact]
    public void White_space_around_a_setting_is_ignored() =>
        Assert.Equal("Made", Read(("CONNECTOR_ROLE_NAME", " Made\n")).ConnectorRoleName);

    [Theory]
    [InlineData("lifecycle", LifecycleFunctionName.Lifecycle)]
    [InlineData("backfill", LifecycleFunctionName.Backfill)]
    [InlineData("rotation", LifecycleFunctionName.Rotation)]
    public void Function_setting_is_read(string text, LifecycleFunctionName function) =>
        Assert.Equal(function, Read(("LIFECYCLE_FUNCTION", text), ("WORK_QUEUE_URL", Queue)).Function);

    [Theory]
    [InlineData("auto", KeyStyle.Auto)]
    [InlineData("api-key", KeyStyle.ApiKey)]
    [InlineData("legacy", KeyStyle.Legacy)]
    public void Key_style_setting_is_read(string text, KeyStyle style) =>
        Assert.Equal(style, Read(("WORKLOAD_SECURITY_KEY_STYLE", text)).WorkloadSecurity!.KeyStyle);

    [Theory]
    [InlineData("keep", AccountLeftAction.Keep)]
    [InlineData("disconnect", AccountLeftAction.Disconnect)]
    public void Account_left_setting_is_read(string text, AccountLeftAction action) =>
        Assert.Equal(action, Read(("ACCOUNT_LEFT", text)).AccountLeft);

    [Fact]
    public void Workload_Security_settings_are_read()
    {
        var settings = Read(
            ("WORKLOAD_SECURITY_ENDPOINT", "manager.example:4119"),
            ("WORKLOAD_SECURITY_ACCOUNT_ID", "999988887777"),
            ("WORKLOAD_SECURITY_EXTERNAL_ID", "AAAA-1111"),
            ("WORKLOAD_SECURITY_CALLS_PER_MINUTE", "120"),
            ("WORKLOAD_SECURITY_KEEP_EXTERNAL_ID", "true"),
            ("WORKSPACES_ENABLED", "True")).WorkloadSecurity!;

        Assert.Equal("https://manager.example:4119/api/", settings.Endpoint.AbsoluteUri);
        Assert.Equal("999988887777", settings.VendorAccountId.Value);
        Assert.Equal("AAAA-1111", settings.ExternalId);
        Assert.Equal(120, settings.CallsPerMinute);
        Assert.True(settings.WorkspacesEnabled);
    }

    [Fact]
    public void Organization_and_function_settings_are_read()
    {
        var settings = Read(
            ("CONNECTOR_ROLE_NAME", "Watch+=,.@_-1"),
            ("EXECUTION_ROLE_NAME", "OrganizationAccountAccessRole"),
            ("WORK_QUEUE_URL", Queue),
            ("NOTIFICATION_TOPIC_ARN", "arn:aws-cn:sns:cn-north-1:111122223333:failures"),
            ("DEAD_LETTER_QUEUE_URL", $"{Queue}-dead"),
            ("MAXIMUM_RECEIVES", "3"),
            ("NOTIFICATION_TABLE_NAME", "stack-Told_1.x"),
            ("MAXIMUM_CONCURRENCY", "2"),
            ("DISCONNECT_LIMIT_PERCENT", "0"),
            ("AWS_LAMBDA_FUNCTION_NAME", "stack-Lifecycle-1"),
            ("PROTECTIONS", "workload-security"));

        Assert.Equal("Watch+=,.@_-1", settings.ConnectorRoleName);
        Assert.Equal("OrganizationAccountAccessRole", settings.ExecutionRoleName);
        Assert.Equal(Queue, settings.WorkQueueUrl);
        Assert.Equal("arn:aws-cn:sns:cn-north-1:111122223333:failures", settings.NotificationTopicArn);
        Assert.Equal($"{Queue}-dead", settings.DeadLetterQueueUrl);
        Assert.Equal(3, settings.MaximumReceives);
        Assert.Equal("stack-Told_1.x", settings.NotificationTableName);
        Assert.Equal(2, settings.MaximumConcurrency);
        Assert.Equal(0, settings.DisconnectLimitPercent);
        Assert.Equal("stack-Lifecycle-1", settings.FunctionName);
    }

    [Fact]
    public void Included_units_are_read()
    {
        var scope = Read(("INCLUDE_ORGANIZATIONAL_UNITS", $" {Unit} , ou-ab12-00000009,")).Scope;

        Assert.Null(scope.Judge(Sample.Account with { OrganizationalUnits = [Unit] }));
        Assert.Null(scope.Judge(Sample.Account with { OrganizationalUnits = ["ou-ab12-00000009"] }));
        Assert.Equal(SkipReason.NotIncluded, scope.Judge(Sample.Account with { OrganizationalUnits = [] }));
    }

    [Fact]
    public void Excluded_units_are_read() => Assert.Equal(
        SkipReason.ExcludedOrganizationalUnit(Unit),
        Read(("EXCLUDE_ORGANIZATIONAL_UNITS", Unit)).Scope.Judge(Sample.Account with { OrganizationalUnits = [Unit] }));

    [Fact]
    public void Excluded_accounts_are_read() => Assert.Equal(
        SkipReason.ExcludedAccount, Read(("EXCLUDE_ACCOUNTS", "111122223333,444455556666")).Scope.Judge(Sample.Account));

    private static LifecycleSettings Read(params (string Name, string Value)[] settings) =>
        LifecycleSettings.From(SampleEnvironment.With(settings));
}
