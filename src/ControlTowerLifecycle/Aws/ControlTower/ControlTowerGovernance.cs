using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.ControlTower;

/// <summary>
/// Governed are the accounts that AWSControlTowerBaseline is enabled on, whatever became of its last change; those that
/// the landing zone's manifest names, audit and log archive among them, which have other baselines; and the management
/// account, which no list names.
/// </summary>
/// <remarks>
/// The status of a baseline (SUCCEEDED, UNDER_CHANGE, FAILED) tells how its last change went, not whether the account
/// is enrolled: an update that failed leaves account and execution role where they were. Left out, such an account
/// would be "not governed" and skipped in silence; counted, it is onboarded, or its refusal is told as a failure.
/// </remarks>
internal sealed class ControlTowerGovernance(ControlTowerClient controlTower, AccountId managementAccountId)
    : IGovernance
{
    /// <summary>
    /// AWSControlTowerBaseline; the id is the same in every region (user guide, "Types of baselines").
    /// </summary>
    private const string Baseline = "17BSJV3IGJ2QSGA2";

    public async Task<Governance> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var landingZones = await controlTower.ListLandingZonesAsync(cancellationToken);
            var enrolled = await EnrolledAsync(landingZones, cancellationToken);
            if (enrolled.Count == 0)
            {
                return landingZones is []
                    ? new Governance.Absent(controlTower.Region)
                    : new Governance.Unknown("Control Tower names no account");
            }

            foreach (var account in await AccountsOfAsync(landingZones, cancellationToken))
                enrolled.Add(account);

            enrolled.Add(managementAccountId);
            return new Governance.Known(enrolled);
        }
        catch (AwsException denied) when (denied.Code is "AccessDeniedException" or "AccessDenied")
        {
            return new Governance.Unknown($"Control Tower may not be asked: allow controltower:{denied.Operation}");
        }
    }

    /// <summary>How the list of baselines is refused where there is no landing zone is not documented.</summary>
    private async Task<HashSet<AccountId>> EnrolledAsync(
        IReadOnlyList<string> landingZones, CancellationToken cancellationToken)
    {
        try
        {
            return await EnrolledAsync(cancellationToken);
        }
        catch (AwsException refused) when (landingZones is [] && refused.Kind == FailureKind.NeedsOperator)
        {
            return [];
        }
    }

    private async Task<HashSet<AccountId>> EnrolledAsync(CancellationToken cancellationToken)
    {
        HashSet<AccountId> enrolled = [];
        await foreach (var enabled in controlTower.ListEnabledBaselinesAsync(cancellationToken))
        {
            // Written arn:…::baseline/<id> in the API reference and arn:…::baseline:<id> in the user guide.
            var isOurs = enabled.Baseline.EndsWith(Baseline, StringComparison.Ordinal);
            if (isOurs && AccountIn(enabled.Target) is { } account)
                enrolled.Add(account);
        }

        return enrolled;
    }

    private async Task<IEnumerable<AccountId>> AccountsOfAsync(
        IReadOnlyList<string> landingZones, CancellationToken cancellationToken)
    {
        List<AccountId> accounts = [];
        foreach (var arn in landingZones)
            accounts.AddRange(AccountsIn(await controlTower.GetLandingZoneManifestAsync(arn, cancellationToken)));
        return accounts;
    }

    /// <summary>An account's ARN is <c>arn:aws:organizations::111122223333:account/o-…/444455556666</c>.</summary>
    private static AccountId? AccountIn(string arn) =>
        arn.Split(':', 6) is [_, _, "organizations", _, _, var resource]
        && resource.Split('/') is ["account", _, var id]
        && AccountId.TryParse(id, out var account)
            ? account
            : null;

    /// <summary>
    /// Up to version 3.3 of the landing zone these are <c>securityRoles.accountId</c> and
    /// <c>centralizedLogging.accountId</c>; since 4.0 there are more and deeper ones (config, backup). Whatever stands
    /// as an <c>accountId</c> there is an account that Control Tower puts its own resources into.
    /// </summary>
    private static IEnumerable<AccountId> AccountsIn(JsonElement manifest) => manifest.ValueKind switch
    {
        JsonValueKind.Object => manifest.EnumerateObject().SelectMany(member =>
            member.NameEquals("accountId") && member.Value.ValueKind == JsonValueKind.String
                ? AccountId.TryParse(member.Value.GetString(), out var account) ? [account] : []
                : AccountsIn(member.Value)),
        JsonValueKind.Array => manifest.EnumerateArray().SelectMany(AccountsIn),
        _ => [],
    };
}
