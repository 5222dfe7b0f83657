using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>Reads the external ID before a walk, keeps it if the setting says so, and reports its retrieval.</summary>
internal sealed class ExternalIdCheck(
    ExternalIdSource externalIds, ApiKeySource keys, KeptExternalId kept, RetrievalSettingClient retrieval, IExternalIdLog log)
{
    /// <summary>WORKLOAD_SECURITY_KEEP_EXTERNAL_ID, for the function that writes.</summary>
    public bool Keeps { get; init; }

    /// <summary>Keeps and reports the ID that was just read. It never fails: accounts are protected all the same.</summary>
    public async Task<ExternalIdReport> RunAsync(KnownExternalId id, CancellationToken cancellationToken)
    {
        var report = await KeepAsync(id, cancellationToken) with
        {
            // An ID that the tenant returned shows that its retrieval is enabled.
            Retrieval = id.Origin switch
            {
                ExternalIdOrigin.Tenant => RetrievalState.Enabled,
                ExternalIdOrigin.Secret => await ReadRetrievalAsync(cancellationToken),
                _ => RetrievalState.Unknown,
            },
        };
        log.ExternalId(report);
        return report;
    }

    /// <summary>The report that an operator asked for.</summary>
    /// <exception cref="RemoteSystemException">The ID is not known, or the key may not read the vendor's setting.</exception>
    public async Task<ExternalIdReport> ReportAsync(CancellationToken cancellationToken)
    {
        var report = await KeepAsync(cancellationToken) with
        {
            Retrieval = await retrieval.ReadAsync(cancellationToken),
        };
        log.ExternalId(report);
        return report;
    }

    /// <summary>Reads the ID as a walk does, without the vendor's setting.</summary>
    /// <exception cref="RemoteSystemException">The ID is not known.</exception>
    public Task<ExternalIdReport> ReadAsync(CancellationToken cancellationToken) => KeepAsync(cancellationToken);

    /// <summary>Switches the retrieval on or off at the vendor.</summary>
    /// <exception cref="RemoteSystemException">
    /// The vendor refuses, or the ID is in no other place, so that functions that start later would not know it.
    /// </exception>
    public async Task<ExternalIdReport> SetRetrievalAsync(bool isEnabled, CancellationToken cancellationToken)
    {
        if (!isEnabled && await KeepAsync(cancellationToken) is { IsKept: false, Origin: not ExternalIdOrigin.Setting } unkept)
            throw NotKept(unkept);

        await retrieval.WriteAsync(isEnabled, cancellationToken);
        return await ReportAsync(cancellationToken);
    }

    private async Task<ExternalIdReport> KeepAsync(CancellationToken cancellationToken)
    {
        await keys.RereadAsync(cancellationToken);
        return await KeepAsync(await externalIds.RereadAsync(cancellationToken), cancellationToken);
    }

    private async Task<ExternalIdReport> KeepAsync(KnownExternalId id, CancellationToken cancellationToken)
    {
        var isKept = (await keys.GetSecretAsync(cancellationToken)).ExternalId == id.Value;
        var report = new ExternalIdReport(id.Origin, isKept, RetrievalState.Unknown);
        if (isKept || !Keeps || id.Origin != ExternalIdOrigin.Tenant)
            return report;

        try
        {
            await kept.WriteAsync(id.Value, cancellationToken);
            return report with { IsKept = true };
        }
        catch (RemoteSystemException failed)
        {
            return report with { Failure = failed.Message, Advice = failed.Advice };
        }
    }

    private async Task<RetrievalState> ReadRetrievalAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await retrieval.ReadAsync(cancellationToken);
        }
        catch (RemoteSystemException)
        {
            // The walk goes on: the ID is known.
            return RetrievalState.Unknown;
        }
    }

    private static WorkloadSecurityException NotKept(ExternalIdReport report) => WorkloadSecurityFailure.NeedsOperator(
        "switch off the retrieval",
        "the external ID is not in the secret, so its retrieval stays enabled"
        + (report.Failure is { } failure ? $": {failure}" : ""),
        report.Advice
        ?? "Set WORKLOAD_SECURITY_KEEP_EXTERNAL_ID to true, or put ExternalId beside ApiKey into the secret, then try again.");
}
