using System.Globalization;
using System.Xml.Linq;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.Iam;

/// <summary>
/// The IAM policy simulator. It evaluates the policies of a role, its permissions boundary and the service control policies of
/// its account; not resource control policies (API reference, SimulatePrincipalPolicy).
/// </summary>
internal sealed class SimulationClient(AwsConnection connection)
{
    private const string SimulatePrincipalPolicy = nameof(SimulatePrincipalPolicy);

    private readonly QueryApi _api = new(connection, AwsService.Iam, "2010-05-08");

    /// <summary>Whether a role of the caller's account may do something.</summary>
    /// <exception cref="AwsException">IAM refuses or does not respond.</exception>
    public async Task<IReadOnlyList<SimulatedAction>> SimulateAsync(
        Simulation simulation, CancellationToken cancellationToken)
    {
        List<SimulatedAction> results = [];
        var tokens = new PageTokens();
        string? marker = null;
        do
        {
            var page = await ReadAsync(simulation, marker, cancellationToken);
            results.AddRange(page.Results);
            marker = tokens.Next(page.Marker, AwsService.Iam, SimulatePrincipalPolicy, simulation.RoleArn);
        }
        while (marker is not null);

        return results;
    }

    private Task<Page> ReadAsync(Simulation simulation, string? marker, CancellationToken cancellationToken) => _api.CallAsync(
        SimulatePrincipalPolicy,
        simulation.RoleArn,
        [
            ("PolicySourceArn", simulation.RoleArn),
            .. QueryApi.Members("ActionNames", simulation.Actions),
            .. QueryApi.Members("ResourceArns", (IReadOnlyList<string>)[simulation.Resource]),
            .. simulation.Context.SelectMany((entry, index) => Entry(index + 1, entry.Key, entry.Value)),
            .. marker is null ? [] : new[] { ("Marker", marker) },
        ],
        result => new Page(
            [.. result.Members("EvaluationResults").Select(Read)],
            result.TextOrNull("IsTruncated") == "true" ? result.TextOrNull("Marker") : null),
        cancellationToken);

    private static IEnumerable<(string Name, string Value)> Entry(int number, string key, string value)
    {
        var entry = string.Create(CultureInfo.InvariantCulture, $"ContextEntries.member.{number}");
        yield return ($"{entry}.ContextKeyName", key);
        yield return ($"{entry}.ContextKeyType", "string");
        yield return ($"{entry}.ContextKeyValues.member.1", value);
    }

    private static SimulatedAction Read(XElement result)
    {
        var specific = result.Members("ResourceSpecificResults").ToList();
        return new SimulatedAction(
            result.Text("EvalActionName"),
            result.Text("EvalDecision") == "allowed"
                && specific.TrueForAll(one => one.TextOrNull("EvalResourceDecision") is null or "allowed"))
        {
            IsDeniedByOrganization =
                result.ChildOrNull("OrganizationsDecisionDetail")?.TextOrNull("AllowedByOrganizations") == "false",
            IsDeniedByBoundary =
                result.ChildOrNull("PermissionsBoundaryDecisionDetail")?.TextOrNull("AllowedByPermissionsBoundary") == "false",
            MissingKeys =
            [
                .. specific.Prepend(result)
                    .SelectMany(one => one.Members("MissingContextValues"))
                    .Select(key => key.Value),
            ],
        };
    }

    private sealed record Page(IReadOnlyList<SimulatedAction> Results, string? Marker);
}

/// <summary>What is simulated.</summary>
/// <param name="RoleArn">The role.</param>
/// <param name="Actions">For example <c>iam:CreateRole</c>.</param>
/// <param name="Resource">The ARN that they apply to, which need not exist.</param>
/// <param name="Context">The condition keys of the request with their values.</param>
internal sealed record Simulation(
    string RoleArn, IReadOnlyList<string> Actions, string Resource, IReadOnlyDictionary<string, string> Context);

/// <summary>The result for an action.</summary>
/// <param name="Action">The action.</param>
/// <param name="IsAllowed">Whether the role may do it.</param>
internal sealed record SimulatedAction(string Action, bool IsAllowed)
{
    /// <summary>Whether a service control policy denies it, or does not allow it.</summary>
    public bool IsDeniedByOrganization { get; init; }

    public bool IsDeniedByBoundary { get; init; }

    /// <summary>Condition keys that the policies need and the simulation did not have.</summary>
    public IReadOnlyList<string> MissingKeys { get; init; } = [];
}
