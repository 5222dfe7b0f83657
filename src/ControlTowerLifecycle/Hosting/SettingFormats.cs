using System.Diagnostics;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Hosting;

/// <summary>
/// Parses the values of settings. Each method throws <see cref="FormatException"/> with the valid values. The message
/// does not repeat the invalid value of a setting in which an operator may enter a secret by mistake.
/// </summary>
internal static partial class SettingFormats
{
    public static LifecycleFunctionName? ParseFunction(string text) => text switch
    {
        "lifecycle" => LifecycleFunctionName.Lifecycle,
        "backfill" => LifecycleFunctionName.Backfill,
        "rotation" => LifecycleFunctionName.Rotation,
        "support-case" => LifecycleFunctionName.SupportCase,
        _ => throw new FormatException($"must be 'lifecycle', 'backfill', 'rotation' or 'support-case', not {OutsideText.Quote(text)}"),
    };

    /// <summary>The reverse of <see cref="ParseFunction"/>.</summary>
    public static string FormatFunction(LifecycleFunctionName function) => function switch
    {
        LifecycleFunctionName.Lifecycle => "lifecycle",
        LifecycleFunctionName.Backfill => "backfill",
        LifecycleFunctionName.Rotation => "rotation",
        LifecycleFunctionName.SupportCase => "support-case",
        _ => throw new UnreachableException(),
    };

    public static string ParseProtection(string text) => text switch
    {
        WorkloadSecurityProtection.ProtectionName or CloudAccountsProtection.ProtectionName => text,
        _ => throw new FormatException(
            $"must be {WorkloadSecurityProtection.ProtectionName}, {CloudAccountsProtection.ProtectionName} or both, "
            + $"not {OutsideText.Quote(text)}"),
    };

    public static AccountLeftAction ParseAccountLeft(string text) => text switch
    {
        "keep" => AccountLeftAction.Keep,
        "disconnect" => AccountLeftAction.Disconnect,
        _ => throw new FormatException($"must be 'keep' or 'disconnect', not {OutsideText.Quote(text)}"),
    };

    public static KeyStyle ParseKeyStyle(string text) => text switch
    {
        "auto" => KeyStyle.Auto,
        "api-key" => KeyStyle.ApiKey,
        "legacy" => KeyStyle.Legacy,

        // The value may be the API key itself, entered in the wrong field.
        _ => throw new FormatException("must be auto, api-key or legacy"),
    };

    /// <summary>What happens to connectors and connections of other owners: whether they are taken over.</summary>
    public static bool ParseTakeOver(string text) => text switch
    {
        "keep" => false,
        "take-over" => true,
        _ => throw new FormatException($"must be 'keep' or 'take-over', not {OutsideText.Quote(text)}"),
    };

    // The value is not repeated: an API key can be entered in the wrong field.
    public static string ParseExternalId(string text) => ExternalId.IsValid(text)
        ? text
        : throw new FormatException($"is not valid: {ExternalId.Expected}");

    public static string ParsePermissionsBoundary(string text) => BoundaryPattern().IsMatch(text)
        ? text
        : throw new FormatException("must be the name or the ARN of a managed policy");

    /// <summary>The quota of a role is 50 tags; two of them are this program's.</summary>
    public static (string Key, string Value) ParseTag(string text)
    {
        var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        return parts is [{ Length: > 0 and <= 128 } key, { Length: <= 256 } value]
            && TagPattern().IsMatch(key) && TagPattern().IsMatch(value)
            && !key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)
            && key != "ManagedBy" && !key.StartsWith("ControlTowerLifecycle:", StringComparison.Ordinal)
                ? (key, value)
                : throw new FormatException(
                    "must be pairs such as CostCenter=42, separated by commas; keys of AWS and of this program are reserved");
    }

    public static string ParseQueueUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? text
            : throw new FormatException("must be the URL of an SQS queue");

    public static string ParseArn(string text, string service) =>
        ArnPattern().Match(text) is { Success: true } match && match.Groups["service"].Value == service
            ? text
            : throw new FormatException($"must be an ARN of {service}, arn:aws:{service}:…");

    public static string ParseRoleName(string text) => RoleNamePattern().IsMatch(text)
        ? text
        : throw new FormatException("must be a role name: up to 64 letters, digits and +=,.@_-");

    public static string ParseTableName(string text) => TableNamePattern().IsMatch(text)
        ? text
        : throw new FormatException("must be the name of a DynamoDB table: 3 to 255 letters, digits and _.-");

    public static string ParseEventBus(string text) => EventBusPattern().IsMatch(text)
        ? text
        : throw new FormatException("must be the name or the ARN of an event bus, for example default");

    public static string ParseOrganizationalUnit(string text) => OrganizationalUnitId.IsValid(text)
        ? text
        : throw new FormatException(
            $"must be IDs of organizational units, for example ou-ab12-c3d4e5f6, not {OutsideText.Quote(text)}");

    [GeneratedRegex(
        "^arn:aws[a-z-]*:(?<service>[a-z0-9-]+):[a-z0-9-]*:[0-9]{12}:.+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ArnPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{1,64}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoleNamePattern();

    [GeneratedRegex(
        @"^(arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/)?(?!aws\.)[A-Za-z0-9_./-]{1,256}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EventBusPattern();

    [GeneratedRegex("^[A-Za-z0-9_.-]{3,255}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TableNamePattern();

    [GeneratedRegex(@"^(arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/)?[A-Za-z0-9_+=,.@/-]{1,512}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BoundaryPattern();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+@-]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TagPattern();
}
