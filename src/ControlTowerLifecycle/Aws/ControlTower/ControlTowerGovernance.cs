using System.Text.Json;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.ControlTower;

/// <summary>
/// The governed accounts are those with AWSControlTowerBaseline, in any status; those in the landing zone's manifest,
/// for example audit and log archive, which have other baselines; and the management account, which no list contains.
/// </summary>
/// <remarks>
/// The status of a baseline (SUCCEEDED, UNDER_CHANGE, FAILED) describes its last change, not whether the account is
/// enrolled: a failed update changes neither the account nor its execution role. If such an account were left out, it
/// would be skipped as "not governed". It is included, so it is onboarded, or its refusal is reported as a failure.
/// </remarks>
internal sealed class ControlTowerGovernance(ControlTowerClient controlTower, AccountId managementAccountId)
    : IGovernance
{
    public async Task<Governance> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var landingZones = await controlTower.ListLandingZonesAsync(cancellationToken);
            var enrolled = await ReadEnrolledAsync(landingZones, cancellationToken);
            if (enrolled.Count == 0)
            {
                return landingZones is []
                    ? new Governance.Absent(controlTower.Region)
                    : new Governance.Unknown("Control Tower names no account");
            }

            foreach (var account in await ReadManifestAccountsAsync(landingZones, cancellationToken))
                enrolled.Add(account);

            enrolled.Add(managementAccountId);
            return new Governance.Known(enrolled);
        }
        catch (AwsException denied) when (denied.Code is "AccessDeniedException" or "AccessDenied")
        {
            return new Governance.Unknown($"access to Control Tower is denied: allow controltower:{denied.Operation}");
        }
    }

    /// <summary>Without a landing zone the list of baselines is refused; the error code is not documented.</summary>
    private async Task<HashSet<AccountId>> ReadEnrolledAsync(
        IReadOnlyList<string> landingZones, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadEnrolledAsync(cancellationToken);
        }
        catch (AwsException refused) when (landingZones is [] && refused.Kind == FailureKind.NeedsOperator)
        {
            return [];
        }
    }

    private async Task<HashSet<AccountId>> ReadEnrolledAsync(CancellationToken cancellationToken)
    {
        HashSet<AccountId> enrolled = [];
        await foreach (var enabled in controlTower.ListEnabledBaselinesAsync(cancellationToken))
        {
            if (EnrollmentBaseline.IsNamedBy(enabled.Baseline) && FindAccount(enabled.Target) is { } account)
                enrolled.Add(account);
        }

        return enrolled;
    }

    private async Task<IEnumerable<AccountId>> ReadManifestAccountsAsync(
        IReadOnlyList<string> landingZones, CancellationToken cancellationToken)
    {
        List<AccountId> accounts = [];
        foreach (var arn in landingZones)
            accounts.AddRange(FindAccounts((await controlTower.GetLandingZoneAsync(arn, cancellationToken)).Manifest));
        return accounts;
    }

    /// <summary>The ARN of an account is <c>arn:aws:organizations::111122223333:account/o-…/444455556666</c>.</summary>
    private static AccountId? FindAccount(string arn) =>
        arn.Split(':', 6) is [_, _, "organizations", _, _, var resource]
        && resource.Split('/') is ["account", _, var id]
        && AccountId.TryParse(id, out var account)
            ? account
            : null;

    /// <summary>
    /// Up to version 3.3 of the landing zone the manifest has <c>securityRoles.accountId</c> and
    /// <c>centralizedLogging.accountId</c>; since 4.0 it has more, at deeper levels (config, backup). Control Tower
    /// creates resources in every account that an <c>accountId</c> in the manifest names.
    /// </summary>
    private static IEnumerable<AccountId> FindAccounts(JsonElement manifest) => manifest.ValueKind switch
    {
        JsonValueKind.Object => manifest.EnumerateObject().SelectMany(member =>
            member.NameEquals("accountId") && member.Value.ValueKind == JsonValueKind.String
                ? AccountId.TryParse(member.Value.GetString(), out var account) ? [account] : []
                : FindAccounts(member.Value)),
        JsonValueKind.Array => manifest.EnumerateArray().SelectMany(FindAccounts),
        _ => [],
    };
}
