using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.ControlTower;

/// <summary>Control Tower, read from the management account in Control Tower's home region.</summary>
/// <remarks>
/// Every call is asked for until its answer comes, as a page of the organization is. Every method throws
/// <see cref="AwsException"/> where Control Tower refuses or does not answer in the caller's time.
/// </remarks>
internal sealed class ControlTowerClient(AwsConnection connection)
{
    /// <summary>The most that ListEnabledBaselines takes as maxResults.</summary>
    private const int LargestPage = 100;

    private const string ListEnabledBaselines = "ListEnabledBaselines";

    private readonly RestJsonApi _api = new(connection, AwsService.ControlTower);

    /// <summary>The region that is asked.</summary>
    public string Region => connection.Region;

    /// <summary>The clock by which it waits between two attempts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Every baseline that is enabled on a unit or on an account, those that an account has from its unit included;
    /// 100 a page.
    /// </summary>
    /// <remarks>
    /// Nothing is filtered at the service: <c>filter.baselineIdentifiers</c> takes ARNs, which the user guide and the
    /// API reference write in two ways, and a filter that matches nothing looks like a landing zone without accounts.
    /// </remarks>
    public async IAsyncEnumerable<EnabledBaseline> ListEnabledBaselinesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? nextToken = null;
        do
        {
            var page = await BaselinesPageAsync(nextToken, cancellationToken);
            foreach (var enabled in page.EnabledBaselines ?? [])
                yield return new EnabledBaseline(enabled.BaselineIdentifier ?? "", enabled.TargetIdentifier ?? "");

            nextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(nextToken));
    }

    /// <summary>The ARNs of the landing zones: one, or none where Control Tower is not set up.</summary>
    public async Task<IReadOnlyList<string>> ListLandingZonesAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "ListLandingZones",
            resource: null,
            "/list-landingzones",
            new ListLandingZonesRequest(),
            ControlTowerWireContext.Default.ListLandingZonesRequest,
            ControlTowerWireContext.Default.ListLandingZonesResponse,
            cancellationToken);
        return [.. (answer.LandingZones ?? []).Select(zone => zone.Arn).OfType<string>()];
    }

    /// <summary>
    /// The manifest of a landing zone (user guide, "View the details of your landing zone manifest file"). Its form
    /// differs from version to version; <see cref="JsonValueKind.Undefined"/> where there is none.
    /// </summary>
    public async Task<JsonElement> GetLandingZoneManifestAsync(string landingZone, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "GetLandingZone",
            landingZone,
            "/get-landingzone",
            new GetLandingZoneRequest(landingZone),
            ControlTowerWireContext.Default.GetLandingZoneRequest,
            ControlTowerWireContext.Default.GetLandingZoneResponse,
            cancellationToken);
        return answer.LandingZone?.Manifest ?? default;
    }

    private Task<ListEnabledBaselinesResponse> BaselinesPageAsync(string? nextToken, CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            RetrySchedule.UntilCancelled,
            async _ => (await _api.CallAsync(
                ListEnabledBaselines,
                resource: null,
                "/list-enabled-baselines",
                new ListEnabledBaselinesRequest(IncludeChildren: true, LargestPage, nextToken),
                ControlTowerWireContext.Default.ListEnabledBaselinesRequest,
                ControlTowerWireContext.Default.ListEnabledBaselinesResponse,
                cancellationToken)).LeadingOn(nextToken, AwsService.ControlTower, ListEnabledBaselines, null),
            Time,
            cancellationToken);

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation,
        string? resource,
        string path,
        TRequest question,
        JsonTypeInfo<TRequest> questionType,
        JsonTypeInfo<TResponse> answerType,
        CancellationToken cancellationToken) =>
        Retrying.RunAsync(
            RetrySchedule.UntilCancelled,
            _ => _api.CallAsync(operation, resource, path, question, questionType, answerType, cancellationToken),
            Time,
            cancellationToken);
}

/// <summary>A baseline that is enabled on something.</summary>
/// <param name="Baseline">Its ARN, which ends in the baseline's id.</param>
/// <param name="Target">The ARN of the unit or account it is enabled on.</param>
internal sealed record EnabledBaseline(string Baseline, string Target);
