using System.Security.Cryptography;
using System.Text;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>
/// Keeps the external ID beside the API key in the secret, so that its retrieval can be switched off at the vendor. Only
/// walks write. A write never replaces what another writer put into the secret since it was read: the new version gets a
/// label of its own first, and then AWSCURRENT moves to it from the version that was read, or does not move at all.
/// </summary>
/// <remarks>
/// While a version other than the current one is AWSPENDING, a rotation is in progress, and nothing is written. After a
/// rotation AWSPENDING can stay on the current version. It is removed there before AWSCURRENT moves, because Secrets
/// Manager starts no rotation while the two are on different versions (API reference, RotateSecret).
/// </remarks>
internal sealed class KeptExternalId(ISecretVersions versions)
{
    private const string Moved = "the secret was changed at the same time";

    private const string Rotates = "a rotation of the API key is in progress";

    /// <exception cref="RemoteSystemException">The secret cannot be written. The next walk writes it.</exception>
    public async Task WriteAsync(string externalId, CancellationToken cancellationToken)
    {
        var labels = await versions.DescribeAsync(cancellationToken);
        if (SecretStages.Holder(labels, SecretStages.Current) is not { } current)
            throw NotWritten("the secret has no current version");

        var pending = SecretStages.Holder(labels, SecretStages.Pending);
        if (pending is not null && pending != current)
            throw NotWritten(Rotates);

        var text = await versions.FindAsync(SecretStages.Current, current, cancellationToken) ?? throw NotWritten(Moved);
        if (WorkloadSecuritySecret.Parse(text).ExternalId == externalId)
            return;

        var added = VersionId(current, externalId);
        await versions.AddAsync(
            added, SecretText.WithExternalId(text, externalId), SecretStages.Kept, cancellationToken);
        if (pending is not null)
            await versions.MoveAsync(SecretStages.Pending, current, null, cancellationToken);

        await PromoteAsync(current, added, cancellationToken);
    }

    /// <summary>
    /// Looks at the labels after the move: its response can be lost, and a rotation that has started meanwhile read the
    /// version before.
    /// </summary>
    private async Task PromoteAsync(string current, string added, CancellationToken cancellationToken)
    {
        RemoteSystemException? failure = null;
        try
        {
            await versions.MoveAsync(SecretStages.Current, current, added, cancellationToken);
        }
        catch (RemoteSystemException failed)
        {
            failure = failed;
        }

        var labels = await versions.DescribeAsync(cancellationToken);
        var holder = SecretStages.Holder(labels, SecretStages.Current);
        if (holder != added)
            throw holder == current && failure is not null ? failure : NotWritten(Moved);

        if (SecretStages.Holder(labels, SecretStages.Pending) is { } pending && pending != added)
            throw NotWritten(Rotates);
    }

    /// <summary>
    /// The same attempt has the same ID, so an attempt that was killed leaves nothing behind that the next one does not use.
    /// </summary>
    private static string VersionId(string current, string externalId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{current} {externalId}")));

    private static Api.WorkloadSecurityException NotWritten(string why) => Api.WorkloadSecurityFailure.NeedsOperator(
        "keep the external ID", why, "Nothing to do: the next reconcile writes it.");
}
