using Amazon.CDK;
using ControlTowerLifecycle.FollowUps;

namespace ControlTowerLifecycle.Cdk;

/// <summary>The AWS Support case for each new account. The defaults are those of AWS Managed Services.</summary>
internal sealed class SupportCaseParameters(ConsoleParameters console)
{
    private const int MaximumCodeLength = 100;
    private const string Code = "[a-z0-9-]+";
    private const string CodeConstraint = "Enter a code of AWS Support: lowercase letters, digits and hyphens.";

    public CfnParameter IsOn { get; } = console.Group("Support cases").Choice(
        "OpenSupportCases", "Open a support case for each new account",
        "true opens an AWS Support case for each account that Control Tower vends. The management account needs a support plan "
        + "with the AWS Support API: Business, Enterprise On-Ramp or Enterprise.",
        "false", ["false", "true"]);

    public CfnParameter ServiceCode { get; } = console.Text(
        "SupportCaseServiceCode", "Service code", "The service that the case is for.", SupportCaseTemplate.DefaultServiceCode,
        Code, CodeConstraint, MaximumCodeLength);

    public CfnParameter CategoryCode { get; } = console.Text(
        "SupportCaseCategoryCode", "Category code", "The category of the case; each service has its own.",
        SupportCaseTemplate.DefaultCategoryCode, Code, CodeConstraint, MaximumCodeLength);

    public CfnParameter SeverityCode { get; } = console.Choice(
        "SupportCaseSeverityCode", "Severity", "How urgent the case is. Some support plans do not have every severity.",
        SupportCaseTemplate.DefaultSeverityCode, ["low", "normal", "high", "urgent", "critical"]);

    public CfnParameter Subject { get; } = console.Text(
        "SupportCaseSubject", "Subject",
        "With {accountId}, and optionally {accountName} after it. A case is recognized by the text up to the account ID.",
        SupportCaseTemplate.DefaultSubject, @"[^{}\n\r]*\{accountId\}([^{}\n\r0-9][^{}\n\r]*)?(\{accountName\}[^{}\n\r]*)?",
        "Enter one line with {accountId} once, and {accountName} only after it.", SupportCaseTemplate.MaximumSubjectLength);

    public CfnParameter Body { get; } = console.Text(
        "SupportCaseBody", "Text", "With {accountId}, and optionally {accountName}.", SupportCaseTemplate.DefaultBody,
        @"(.|\n)*\{accountId\}(.|\n)*", "Enter a text with {accountId}.", SupportCaseTemplate.MaximumBodyLength);

    public CfnParameter Language { get; } = console.Choice(
        "SupportCaseLanguage", "Language", "The language of the case.", SupportCaseTemplate.DefaultLanguage, ["en", "ja", "ko", "zh"]);
}
