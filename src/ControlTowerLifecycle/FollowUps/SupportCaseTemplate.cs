using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.FollowUps;

/// <summary>A support case for a new account. The defaults are those of AWS Managed Services.</summary>
internal sealed record SupportCaseTemplate
{
    public const string DefaultServiceCode = "service-ams-operations-service-request";
    public const string DefaultCategoryCode = "onboarding-or-offboarding";
    public const string DefaultSeverityCode = "low";
    public const string DefaultSubject = "New Account Created via Control Tower - Account ID: {accountId} || Account Name: {accountName}";
    public const string DefaultBody =
        "AWS Control Tower created a new account. Please onboard it. Account ID: {accountId}. Account name: {accountName}.";
    public const string DefaultLanguage = "en";

    /// <summary>In characters. It leaves room for the longest name in the subject.</summary>
    public const int MaximumSubjectLength = 120;

    /// <summary>In characters. The API allows 8,000; Lambda limits the environment.</summary>
    public const int MaximumBodyLength = 1500;

    public const string AccountIdPlace = "{accountId}";
    public const string AccountNamePlace = "{accountName}";

    public required string ServiceCode { get; init; }

    public required string CategoryCode { get; init; }

    public required string SeverityCode { get; init; }

    /// <summary>With <see cref="AccountIdPlace"/>, and <see cref="AccountNamePlace"/> only after it.</summary>
    public required string Subject { get; init; }

    public required string Body { get; init; }

    public required string Language { get; init; }

    /// <summary>The case for an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="name">Its name; null if it is not known.</param>
    public SupportCaseRequest For(AccountId account, string? name) =>
        new(SubjectStart(account), Fill(Subject, account, name), Fill(Body, account, name), this);

    /// <summary>The part of the subject that ends with the account's ID. No name can imitate it: names come later.</summary>
    private string SubjectStart(AccountId account) =>
        Subject[..Subject.IndexOf(AccountIdPlace, StringComparison.Ordinal)] + account.Value;

    // The name last: a name that contains the other place stays as it is.
    private static string Fill(string template, AccountId account, string? name) => template
        .Replace(AccountIdPlace, account.Value, StringComparison.Ordinal)
        .Replace(
            AccountNamePlace,
            OutsideText.CleanName(name) is { Length: > 0 } known ? known : "unknown",
            StringComparison.Ordinal);
}

/// <summary>A support case to open.</summary>
/// <param name="SubjectStart">The part of the subject by which a case of this account is recognized.</param>
/// <param name="Subject">The whole subject.</param>
/// <param name="Body">The text.</param>
/// <param name="Template">Service, category, severity and language.</param>
internal sealed record SupportCaseRequest(string SubjectStart, string Subject, string Body, SupportCaseTemplate Template)
{
    /// <summary>Whether a case is one for this account: its subject starts like ours, up to the whole account ID.</summary>
    public bool IsFor(string? subject) =>
        subject is not null && subject.StartsWith(SubjectStart, StringComparison.Ordinal)
        && (subject.Length == SubjectStart.Length || !char.IsAsciiDigit(subject[SubjectStart.Length]));
}
