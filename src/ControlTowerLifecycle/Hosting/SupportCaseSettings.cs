using System.Text.RegularExpressions;
using ControlTowerLifecycle.FollowUps;
using ControlTowerLifecycle.Settings;

namespace ControlTowerLifecycle.Hosting;

/// <summary>Reads the settings of the function that opens support cases.</summary>
internal static partial class SupportCaseSettings
{
    private static readonly string[] Severities = ["low", "normal", "high", "urgent", "critical"];

    /// <summary>The languages that AWS Support handles cases in.</summary>
    private static readonly string[] Languages = ["en", "ja", "ko", "zh"];

    public static SupportCaseTemplate Read(SettingsReader read) => new()
    {
        ServiceCode = read.Optional("SUPPORT_CASE_SERVICE_CODE", SupportCaseTemplate.DefaultServiceCode, ParseCode),
        CategoryCode = read.Optional("SUPPORT_CASE_CATEGORY_CODE", SupportCaseTemplate.DefaultCategoryCode, ParseCode),
        SeverityCode = read.Optional(
            "SUPPORT_CASE_SEVERITY_CODE", SupportCaseTemplate.DefaultSeverityCode, text => ParseChoice(text, Severities)),
        Subject = read.Optional("SUPPORT_CASE_SUBJECT", SupportCaseTemplate.DefaultSubject, ParseSubject),
        Body = read.Optional("SUPPORT_CASE_BODY", SupportCaseTemplate.DefaultBody, ParseBody),
        Language = read.Optional(
            "SUPPORT_CASE_LANGUAGE", SupportCaseTemplate.DefaultLanguage, text => ParseChoice(text, Languages)),
    };

    private static string ParseCode(string text) => CodePattern().IsMatch(text)
        ? text
        : throw new FormatException("must be a code of AWS Support: up to 100 lowercase letters, digits and hyphens");

    private static string ParseChoice(string text, string[] choices) => choices.Contains(text, StringComparer.Ordinal)
        ? text
        : throw new FormatException($"must be one of {string.Join(", ", choices)}");

    /// <summary>A case is recognized by the account ID in its subject, so a name must not come before it.</summary>
    private static string ParseSubject(string text) =>
        text.Length <= SupportCaseTemplate.MaximumSubjectLength && SubjectPattern().IsMatch(text)
            ? text
            : throw new FormatException(
                "must be one line of up to 120 characters with {accountId} once, and {accountName} only after it");

    private static string ParseBody(string text) =>
        text.Length <= SupportCaseTemplate.MaximumBodyLength
        && text.Contains(SupportCaseTemplate.AccountIdPlace, StringComparison.Ordinal)
        && !text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
            ? text
            : throw new FormatException("must be text of up to 1,500 characters with {accountId}, and optionally {accountName}");

    [GeneratedRegex(@"\A[a-z0-9-]{1,100}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\A[^{}\p{C}]*\{accountId\}([^{}\p{C}0-9][^{}\p{C}]*)?(\{accountName\}[^{}\p{C}]*)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SubjectPattern();
}
