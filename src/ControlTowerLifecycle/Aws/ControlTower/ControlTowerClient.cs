using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.ControlTower;

/// <summary>Reads Control Tower from the management account, in Control Tower's home region.</summary>
/// <remarks>
/// Every call is retried until the caller cancels it. Every method throws <see cref="AwsException"/> if Control Tower
/// refuses, or does not respond until then.
/// </remarks>
internal sealed class ControlTowerClient(AwsConnection connection)
{
    /// <summary>The largest maxResults of ListEnabledBaselines.</summary>
    private const int PageSize = 100;

    private const string ListEnabledBaselines = "ListEnabledBaselines";

    private readonly RestJsonApi _api = new(connection, AwsService.ControlTower);

    public string Region => connection.Region;

    /// <summary>The clock for the waits between two attempts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Lists the baselines that are enabled on units and accounts, including those that an account inherits from its
    /// unit; 100 a page.
    /// </summary>
    /// <remarks>
    /// The request has no filter. <c>filter.baselineIdentifiers</c> accepts ARNs, which the user guide and the API
    /// reference write in two ways, and a filter without a match looks like a landing zone without accounts.
    /// </remarks>
    public async IAsyncEnumerable<EnabledBaseline> ListEnabledBaselinesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tokens = new PageTokens();
        string? nextToken = null;
        do
        {
            var page = await ReadBaselinesAsync(nextToken, cancellationToken);
            foreach (var enabled in page.EnabledBaselines ?? [])
                yield return new EnabledBaseline(enabled.BaselineIdentifier ?? "", enabled.TargetIdentifier ?? "");

            nextToken = tokens.Next(page.NextToken, AwsService.ControlTower, ListEnabledBaselines, null);
        }
        while (!string.IsNullOrEmpty(nextToken));
    }

    /// <summary>The ARNs of the landing zones: one, or none if Control Tower is not set up.</summary>
    public async Task<IReadOnlyList<string>> ListLandingZonesAsync(CancellationToken cancellationToken)
    {
        var response = await CallAsync(
            "ListLandingZones",
            resource: null,
            "/list-landingzones",
            new ListLandingZonesRequest(),
            ControlTowerWireContext.Default.ListLandingZonesRequest,
            ControlTowerWireContext.Default.ListLandingZonesResponse,
            cancellationToken);
        return [.. (response.LandingZones ?? []).Select(zone => zone.Arn).OfType<string>()];
    }

    /// <summary>A landing zone.</summary>
    public async Task<LandingZone> GetLandingZoneAsync(string landingZone, CancellationToken cancellationToken)
    {
        var response = await CallAsync(
            "GetLandingZone",
            landingZone,
            "/get-landingzone",
            new GetLandingZoneRequest(landingZone),
            ControlTowerWireContext.Default.GetLandingZoneRequest,
            ControlTowerWireContext.Default.GetLandingZoneResponse,
            cancellationToken);
        return new LandingZone(response.LandingZone?.Version, response.LandingZone?.Status, response.LandingZone?.Manifest ?? default);
    }

    private Task<ListEnabledBaselinesResponse> ReadBaselinesAsync(string? nextToken, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            RetrySchedule.UntilCancelled,
            async _ => (await _api.CallAsync(
                ListEnabledBaselines,
                resource: null,
                "/list-enabled-baselines",
                new ListEnabledBaselinesRequest(IncludeChildren: true, PageSize, nextToken),
                ControlTowerWireContext.Default.ListEnabledBaselinesRequest,
                ControlTowerWireContext.Default.ListEnabledBaselinesResponse,
                cancellationToken)).RequireProgress(nextToken, AwsService.ControlTower, ListEnabledBaselines, null),
            Time,
            cancellationToken);

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation,
        string? resource,
        string path,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            RetrySchedule.UntilCancelled,
            _ => _api.CallAsync(operation, resource, path, request, requestType, responseType, cancellationToken),
            Time,
            cancellationToken);
}

/// <summary>A baseline that is enabled on a unit or an account.</summary>
/// <param name="Baseline">The ARN of the baseline, which ends in its ID.</param>
/// <param name="Target">The ARN of the unit or account.</param>
internal sealed record EnabledBaseline(string Baseline, string Target);

/// <summary>A landing zone.</summary>
/// <param name="Version">For example <c>3.3</c>; null if Control Tower does not send it.</param>
/// <param name="Status">ACTIVE, PROCESSING or FAILED: its last change; null if Control Tower does not send it.</param>
/// <param name="Manifest">
/// Its form differs by version (user guide, "View the details of your landing zone manifest file").
/// <see cref="JsonValueKind.Undefined"/> if there is none.
/// </param>
internal sealed record LandingZone(string? Version, string? Status, JsonElement Manifest);
