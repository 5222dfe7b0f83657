using System.Security.Cryptography;
using System.Text;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Rotation;

/// <summary>
/// Replaces the API key with two keys: a second key with the same rights is created, tested and promoted; the key before it
/// is deleted by the next rotation, so that running processes are not refused. To replace the secret of the only key would
/// end the old one at once, and a process that dies before it stores the answer would lose both. Every step can be repeated
/// (Secrets Manager user guide, "Lambda rotation functions").
/// </summary>
/// <param name="secretId">The ARN of the secret. Two deployments of one tenant do not delete each other's keys.</param>
/// <param name="versions">The versions of the secret.</param>
/// <param name="open">The vendor's API with the key of a text of the secret.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyRotation(
    string secretId, ISecretVersions versions, Func<string, RotationKeys> open, TimeProvider time)
{
    /// <summary>A key that ends is replaced by one that ends too. It outlives many rotations that fail.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly string _namePrefix = $"control-tower-lifecycle-{Fingerprint(secretId)}-";

    /// <summary>Creates the second key and stores it as AWSPENDING. Keys of earlier rotations are deleted first.</summary>
    /// <param name="token">The ID of the version to create, and the end of the key's name.</param>
    /// <param name="cancellationToken">Ends the step.</param>
    public async Task CreateAsync(string token, CancellationToken cancellationToken)
    {
        if (await versions.FindAsync(SecretStages.Pending, token, cancellationToken) is not null)
            return;

        var secret = await RequireAsync(SecretStages.Current, null, cancellationToken);
        var keys = OpenManageable(secret);
        var current = await keys.Api.CurrentAsync(cancellationToken);
        await DeleteOldAsync(keys.Api, current, secret, cancellationToken);
        DateTimeOffset? end = current.End is null ? null : time.GetUtcNow() + Lifetime;
        var created = await keys.Api.CreateAsync(
            _namePrefix + token,
            "Created by the key rotation of Control Tower Lifecycle. The next rotation deletes it.",
            current.RoleId,
            end,
            cancellationToken);

        // If the process ends here, no process knows the key. The next attempt finds it by its name and deletes it.
        await versions.AddAsync(token, SecretText.WithApiKey(secret, created), SecretStages.Pending, cancellationToken);
    }

    /// <summary>Uses the new key as the functions do.</summary>
    /// <exception cref="WorkloadSecurityException">The vendor refuses the key.</exception>
    public async Task TestAsync(string token, CancellationToken cancellationToken)
    {
        var keys = open(await RequireAsync(SecretStages.Pending, token, cancellationToken));
        await Retrying.RunAsync(RetrySchedule.UntilCancelled, keys.TestAsync, time, cancellationToken);
    }

    /// <summary>Makes the new key the current one. The label of the replaced one lasts until the next rotation.</summary>
    public async Task FinishAsync(string token, CancellationToken cancellationToken)
    {
        var labels = await versions.DescribeAsync(cancellationToken);
        var current = SecretStages.Holder(labels, SecretStages.Current)
            ?? throw Unusable("the secret has no current version");
        if (current == token)
            return;

        var replaced = SecretStages.Holder(labels, SecretStages.Replaced);
        if (replaced != current)
            await versions.MoveAsync(SecretStages.Replaced, replaced, current, cancellationToken);

        await versions.MoveAsync(SecretStages.Current, current, token, cancellationToken);
    }

    /// <summary>
    /// Deletes the keys that earlier rotations have left: orphans whose secret is lost, and the key before the current one.
    /// A key that was current before the first rotation is deleted by the second one.
    /// </summary>
    private async Task DeleteOldAsync(
        ApiKeysClient api, VendorApiKey current, string secret, CancellationToken cancellationToken)
    {
        var previous = IsOurs(current) ? await FindPreviousIdAsync(secret, cancellationToken) : null;
        foreach (var key in await api.ListAsync(cancellationToken))
        {
            if (key.Id != current.Id && (IsOurs(key) || key.Id == previous))
                await api.DeleteAsync(key.Id, cancellationToken);
        }
    }

    private async Task<int?> FindPreviousIdAsync(string currentSecret, CancellationToken cancellationToken)
    {
        if (await versions.FindAsync(SecretStages.Replaced, null, cancellationToken) is not { } secret)
            return null;

        try
        {
            return WorkloadSecuritySecret.Parse(secret).ApiKey == WorkloadSecuritySecret.Parse(currentSecret).ApiKey
                ? null
                : (await open(secret).Api.CurrentAsync(cancellationToken)).Id;
        }
        catch (WorkloadSecurityException refused) when (refused.Kind == FailureKind.NeedsOperator)
        {
            // It holds no key, or a key that was deleted, disabled or has ended: there is nothing to delete.
            return null;
        }
    }

    private RotationKeys OpenManageable(string secret) =>
        ApiKeySource.LooksLegacy(WorkloadSecuritySecret.Parse(secret).ApiKey)
            ? open(secret)
            : throw WorkloadSecurityFailure.NeedsOperator(
                "rotate the API key",
                "the secret holds an account-wide API key, which the Workload Security API cannot replace",
                "Create a key in the console of Server & Workload Protection, with a role that may manage API keys, and put "
                + "it into the secret. Or switch the rotation off.");

    private async Task<string> RequireAsync(string stage, string? versionId, CancellationToken cancellationToken) =>
        await versions.FindAsync(stage, versionId, cancellationToken)
        ?? throw Unusable($"the secret has no version with the label {stage}");

    private bool IsOurs(VendorApiKey key) => key.Name.StartsWith(_namePrefix, StringComparison.Ordinal);

    private static WorkloadSecurityException Unusable(string why) => WorkloadSecurityFailure.NeedsOperator(
        "rotate the API key", why, "Cancel the rotation in Secrets Manager, and start it again.");

    private static string Fingerprint(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));
}
