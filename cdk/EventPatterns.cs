using ControlTowerLifecycle.Aws.EventBridge;
using ControlTowerLifecycle.Events;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// Which events each rule selects. Events that name an account go to the work queue. Events that concern accounts
/// without naming them go to the backfill function. Events of failed operations are not selected.
/// </summary>
internal static class EventPatterns
{
    /// <summary>The source of the events that the lifecycle function sends.</summary>
    public const string OwnSource = AccountEventBus.Source;

    private const string ServiceEvent = "AWS Service Event via CloudTrail";
    private const string ApiCall = "AWS API Call via CloudTrail";

    private static readonly string[] Succeeded = ["SUCCEEDED"];
    private static readonly string[] Vended = ["vended"];
    private static readonly string[] AccountEvents =
        ["CreateManagedAccount", "UpdateManagedAccount", "SetupLandingZone"];

    private const string BaselineRemoved = "DisableBaseline";

    private static readonly string[] BaselineChanges =
        ["EnableBaseline", "ResetEnabledBaseline", "UpdateEnabledBaseline"];

    /// <summary>
    /// Accounts that Control Tower vended, enrolled, moved or stopped governing. SetupLandingZone names its accounts.
    /// </summary>
    public static Dictionary<string, object> ControlTowerAccounts() => Pattern("aws.controltower", [ServiceEvent],
    [
        .. AccountEvents.Select(WhenSucceeded),
        .. BaselineChanges.Append(BaselineRemoved).Select(name => Baseline(name, "account")),
    ]);

    /// <summary>
    /// Accounts that left the organization. Organizations sends these events in one region of the partition only.
    /// </summary>
    public static Dictionary<string, object> OrganizationsAccounts() => Pattern(
        "aws.organizations",
        [ServiceEvent, ApiCall],
        [
            WhenSucceeded("CloseAccountResult"),
            Detail("AccountDepartedOrganization"),
            new(Detail("RemoveAccountFromOrganization"), StringComparer.Ordinal)
            {
                // CloudTrail records refused calls too.
                ["errorCode"] = new object[] { Map("exists", false) },
            },
        ]);

    /// <summary>Changes of a whole unit or of the landing zone, which start a walk.</summary>
    public static Dictionary<string, object> OrganizationWide() => Pattern("aws.controltower", [ServiceEvent],
    [
        WhenSucceeded("RegisterOrganizationalUnit"),
        WhenSucceeded("DeregisterOrganizationalUnit"),
        WhenSucceeded("UpdateLandingZone"),
        .. BaselineChanges.Append(BaselineRemoved).Select(name => Baseline(name, "ou")),
    ]);

    /// <summary>
    /// Accounts that Control Tower vended. The function judges whether they are newly protected: that can be null, which the
    /// CDK leaves out of a list.
    /// </summary>
    public static Dictionary<string, object> NewAccounts() => new(StringComparer.Ordinal)
    {
        ["source"] = new[] { OwnSource },
        ["detail-type"] = new[] { AccountEventJson.DetailType(AccountEventType.Onboarded) },
        ["detail"] = Map("origin", Vended),
    };

    private static Dictionary<string, object> Pattern(
        string source, string[] detailTypes, Dictionary<string, object>[] either) =>
        new(StringComparer.Ordinal)
        {
            ["source"] = new[] { source },
            ["detail-type"] = detailTypes,
            ["detail"] = Map("$or", either),
        };

    private static Dictionary<string, object> WhenSucceeded(string eventName) =>
        Detail(eventName, Map("state", Succeeded));

    /// <summary>A baseline's target is an account or a unit of this organization, as its ARN shows.</summary>
    private static Dictionary<string, object> Baseline(string eventName, string target) =>
        Detail(eventName, Map("enabledBaselineDetails", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["targetIdentifier"] = new object[]
            {
                Map("prefix", $"arn:{PseudoParameter.PARTITION}:organizations::{PseudoParameter.ACCOUNT_ID}:{target}/"),
            },
            ["statusSummary"] = Map("status", Succeeded),
        }));

    /// <summary>The one object in <c>serviceEventDetails</c> is named after the event.</summary>
    private static Dictionary<string, object> Detail(string eventName, Dictionary<string, object> status) =>
        new(Detail(eventName), StringComparer.Ordinal)
        {
            ["serviceEventDetails"] = Map(StatusName(eventName), status),
        };

    private static Dictionary<string, object> Detail(string eventName) => Map("eventName", new[] { eventName });

    private static string StatusName(string eventName)
    {
        const string result = "Result";
        var subject = eventName.EndsWith(result, StringComparison.Ordinal) ? eventName[..^result.Length] : eventName;
        return $"{char.ToLowerInvariant(subject[0])}{subject[1..]}Status";
    }

    private static Dictionary<string, object> Map(string name, object value) =>
        new(StringComparer.Ordinal) { [name] = value };
}
