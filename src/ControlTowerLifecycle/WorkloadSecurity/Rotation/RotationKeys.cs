using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Rotation;

/// <summary>The vendor's API with one key.</summary>
/// <param name="Api">The calls that manage keys.</param>
/// <param name="Connectors">The calls that the functions make.</param>
/// <param name="Account">An account to search for.</param>
internal sealed record RotationKeys(ApiKeysClient Api, WorkloadSecurityClient Connectors, AccountId Account)
{
    /// <exception cref="WorkloadSecurityException">The vendor refuses the key.</exception>
    public async Task TestAsync(CancellationToken cancellationToken)
    {
        var key = await Api.CurrentAsync(cancellationToken);
        if (!key.IsActive)
        {
            throw WorkloadSecurityFailure.NeedsOperator(
                "GET /apikeys/current", "the new API key is not active", "Activate the key in the vendor's console.");
        }

        await Connectors.SearchAsync(Account, cancellationToken);
    }
}
