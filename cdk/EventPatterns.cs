namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// Which events lead where. An event leads to the work queue where the lifecycle function can act on it alone, and to
/// the backfill function where it concerns accounts without naming them. What did not succeed leads nowhere: there is
/// nothing to protect yet.
/// </summary>
internal static class EventPatterns
{
    private const string ServiceEvent = "AWS Service Event via CloudTrail";
    private const string ApiCall = "AWS API Call via CloudTrail";

    private static readonly string[] Succeeded = ["SUCCEEDED"];
    private static readonly string[] OfAccounts =
        ["CreateManagedAccount", "UpdateManagedAccount", "SetupLandingZone"];

    private const string BaselineRemoved = "DisableBaseline";

    private static readonly string[] BaselinesMade =
        ["EnableBaseline", "ResetEnabledBaseline", "UpdateEnabledBaseline"];

    /// <summary>
    /// Accounts that Control Tower vended, enrolled, moved or gave up. A set-up landing zone names its accounts.
    /// </summary>
    public static Dictionary<string, object> AccountsOfControlTower() => Pattern("aws.controltower", [ServiceEvent],
    [
        .. OfAccounts.Select(WhenSucceeded),
        .. BaselinesMade.Append(BaselineRemoved).Select(name => Baseline(name, "account")),
    ]);

    /// <summary>
    /// Accounts that left the organization. Organizations tells this in one region of the partition only.
    /// </summary>
    public static Dictionary<string, object> AccountsOfOrganizations() => Pattern(
        "aws.organizations",
        [ServiceEvent, ApiCall],
        [
            WhenSucceeded("CloseAccountResult"),
            Detail("AccountDepartedOrganization"),
            new(Detail("RemoveAccountFromOrganization"), StringComparer.Ordinal)
            {
                // A call that was refused is recorded too.
                ["errorCode"] = new object[] { Map("exists", false) },
            },
        ]);

    /// <summary>What concerns a whole unit or everything: the organization is walked.</summary>
    public static Dictionary<string, object> OrganizationWide() => Pattern("aws.controltower", [ServiceEvent],
    [
        WhenSucceeded("RegisterOrganizationalUnit"),
        WhenSucceeded("DeregisterOrganizationalUnit"),
        WhenSucceeded("UpdateLandingZone"),
        .. BaselinesMade.Append(BaselineRemoved).Select(name => Baseline(name, "ou")),
    ]);

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

    /// <summary>A baseline's target is an account or a unit of this organization; its ARN says which.</summary>
    private static Dictionary<string, object> Baseline(string eventName, string target) =>
        Detail(eventName, Map("enabledBaselineDetails", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["targetIdentifier"] = new object[]
            {
                Map("prefix", $"arn:{Here.PARTITION}:organizations::{Here.ACCOUNT_ID}:{target}/"),
            },
            ["statusSummary"] = Map("status", Succeeded),
        }));

    /// <summary>The one object in <c>serviceEventDetails</c> is named after the event.</summary>
    private static Dictionary<string, object> Detail(string eventName, Dictionary<string, object> status) =>
        new(Detail(eventName), StringComparer.Ordinal)
        {
            ["serviceEventDetails"] = Map(StatusOf(eventName), status),
        };

    private static Dictionary<string, object> Detail(string eventName) => Map("eventName", new[] { eventName });

    private static string StatusOf(string eventName)
    {
        const string result = "Result";
        var subject = eventName.EndsWith(result, StringComparison.Ordinal) ? eventName[..^result.Length] : eventName;
        return $"{char.ToLowerInvariant(subject[0])}{subject[1..]}Status";
    }

    private static Dictionary<string, object> Map(string name, object value) =>
        new(StringComparer.Ordinal) { [name] = value };
}
