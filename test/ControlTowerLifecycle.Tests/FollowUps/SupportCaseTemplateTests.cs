using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.FollowUps;

/// <summary>What a support case says, and which settings are refused.</summary>
public sealed class SupportCaseTemplateTests
{
    private const string Table = "NOTIFICATION_TABLE_NAME";
    private static readonly AccountId Account = AccountId.Parse("444455556666");

    [Fact]
    public void Defaults_are_those_of_AWS_Managed_Services()
    {
        var settings = Settings().SupportCase!;

        Assert.Equal(SupportCaseSample.Template, settings);
        Assert.Equal(
            "New Account Created via Control Tower - Account ID: 444455556666 || Account Name: payments-prod",
            settings.For(Account, "payments-prod").Subject);
    }

    [Theory]
    [InlineData("a\nb\u202e", "a b")]
    [InlineData(null, "unknown")]
    [InlineData("\u200b", "unknown")]
    [InlineData("{accountId}", "{accountId}")]
    public void Name_of_the_account_is_cleaned_and_inserted_last(string? name, string shown) =>
        Assert.EndsWith($"|| Account Name: {shown}", SupportCaseSample.Template.For(Account, name).Subject, StringComparison.Ordinal);

    [Fact]
    public void Long_name_is_cut() =>
        Assert.InRange(SupportCaseSample.Template.For(Account, new string('n', 100_000)).Subject.Length, 1, 250);

    [Theory]
    [InlineData("SUPPORT_CASE_SERVICE_CODE", "Service Code", "must be a code of AWS Support")]
    [InlineData("SUPPORT_CASE_CATEGORY_CODE", "a\nb", "must be a code of AWS Support")]
    [InlineData("SUPPORT_CASE_SEVERITY_CODE", "lowest", "must be one of low, normal, high, urgent, critical")]
    [InlineData("SUPPORT_CASE_LANGUAGE", "de", "must be one of en, ja, ko, zh")]
    [InlineData("SUPPORT_CASE_SUBJECT", "A new account", "must be one line of up to 120 characters with {accountId}")]
    [InlineData("SUPPORT_CASE_SUBJECT", "{accountName} {accountId}", "must be one line of up to 120 characters with {accountId}")]
    [InlineData("SUPPORT_CASE_SUBJECT", "{accountId}\n{accountName}", "must be one line of up to 120 characters with {accountId}")]
    [InlineData("SUPPORT_CASE_SUBJECT", "{accountId}7", "must be one line of up to 120 characters with {accountId}")]
    [InlineData("SUPPORT_CASE_SUBJECT", "{accountId} {region}", "must be one line of up to 120 characters with {accountId}")]
    [InlineData("SUPPORT_CASE_BODY", "A new account", "must be text of up to 1,500 characters with {accountId}")]
    [InlineData("SUPPORT_CASE_BODY", "{accountId}\u0007", "must be text of up to 1,500 characters with {accountId}")]
    public void Setting_that_makes_no_case_is_refused_with_its_name(string name, string value, string fault)
    {
        var refused = Assert.Throws<SettingsException>(() => Settings((name, value)));

        Assert.StartsWith($"{name}: {fault}", Assert.Single(refused.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Function_needs_the_table_and_no_protection()
    {
        var refused = Assert.Throws<SettingsException>(() => Settings((Table, ""), ("WORKLOAD_SECURITY_SECRET_ARN", "")));

        Assert.Equal([$"{Table} is missing: it must be the table that keeps which accounts have a case"], refused.Faults);
    }

    [Fact]
    public void Other_functions_have_no_support_case() =>
        Assert.Null(LifecycleSettings.From(SampleEnvironment.With(("SUPPORT_CASE_LANGUAGE", "de"))).SupportCase);

    private static LifecycleSettings Settings(params (string Name, string Value)[] settings) => LifecycleSettings.From(
        SampleEnvironment.With([("LIFECYCLE_FUNCTION", "support-case"), (Table, "notifications"), .. settings]));
}
