using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.Organizations;

namespace ControlTowerLifecycle.Cli.Aws.Organizations;

/// <summary>What the functions do not need of an organization: its ID, and the names of its units.</summary>
internal sealed class OrganizationReader(AwsConnection connection, TimeProvider time)
{
    private const string ListUnits = "ListOrganizationalUnitsForParent";

    private readonly JsonApi _api = new(connection, AwsService.Organizations, "AWSOrganizationsV20161128", "1.1");
    private readonly OrganizationsClient _organizations = new(connection) { Time = time };

    /// <summary>The ID of the organization.</summary>
    /// <exception cref="AwsException">AWS Organizations refuses or does not respond.</exception>
    public async Task<string> ReadIdAsync(CancellationToken cancellationToken) => (await DescribeAsync(cancellationToken)).Id;

    /// <summary>The management account. Member accounts may read it too.</summary>
    /// <exception cref="AwsException">AWS Organizations refuses or does not respond.</exception>
    public async Task<string> ReadManagementAccountAsync(CancellationToken cancellationToken) =>
        (await DescribeAsync(cancellationToken)).MasterAccountId ?? "";

    private async Task<OrganizationWire> DescribeAsync(CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            "DescribeOrganization",
            null,
            new DescribeOrganizationRequest(),
            OrganizationReaderJson.Default.DescribeOrganizationRequest,
            OrganizationReaderJson.Default.DescribeOrganizationResponse,
            cancellationToken);
        return response.Organization;
    }

    /// <summary>The units of a path with their names; a unit that was deleted meanwhile has its ID as its name.</summary>
    /// <param name="path">The IDs, outermost first.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyList<NamedUnit>> ReadNamesAsync(
        IReadOnlyList<string> path, CancellationToken cancellationToken)
    {
        List<NamedUnit> named = [];
        if (path is [] || await _organizations.ListRootsAsync(cancellationToken) is not [var parent, ..])
            return named;

        string? parentUnit = null;
        foreach (var id in path)
        {
            named.Add(new NamedUnit(id, await FindNameAsync(parent, id, cancellationToken) ?? id, parentUnit));
            parent = parentUnit = id;
        }

        return named;
    }

    private async Task<string?> FindNameAsync(string parent, string id, CancellationToken cancellationToken)
    {
        var tokens = new PageTokens();
        string? token = null;
        do
        {
            var page = await _organizations.ListOrganizationalUnitsForParentAsync(parent, token, cancellationToken);
            if (page?.Items.FirstOrDefault(unit => unit.Id == id) is { } found)
                return found.Name;

            token = tokens.Next(page?.NextToken, AwsService.Organizations, ListUnits, parent);
        }
        while (token is not null);

        return null;
    }

    /// <summary>All units, each after the one that contains it. One call for each unit and page.</summary>
    /// <exception cref="AwsException">AWS Organizations refuses or does not respond.</exception>
    public async Task<IReadOnlyList<NamedUnit>> ReadUnitsAsync(CancellationToken cancellationToken)
    {
        var units = new List<NamedUnit>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in await _organizations.ListRootsAsync(cancellationToken))
            await ReadChildrenAsync(root, null);

        for (var next = 0; next < units.Count; next++)
            await ReadChildrenAsync(units[next].Id, units[next].Id);

        return units;

        async Task ReadChildrenAsync(string parent, string? parentUnit)
        {
            var tokens = new PageTokens();
            string? token = null;
            do
            {
                var page = await _organizations.ListOrganizationalUnitsForParentAsync(parent, token, cancellationToken);
                units.AddRange((page?.Items ?? [])
                    .Where(unit => known.Add(unit.Id))
                    .Select(unit => new NamedUnit(unit.Id, unit.Name, parentUnit)));
                token = tokens.Next(page?.NextToken, AwsService.Organizations, ListUnits, parent);
            }
            while (token is not null);
        }
    }
}

/// <summary>An organizational unit; the parent is null directly below the root.</summary>
internal sealed record NamedUnit(string Id, string Name, string? ParentId);

internal sealed record DescribeOrganizationRequest;

internal sealed record DescribeOrganizationResponse(OrganizationWire Organization);

internal sealed record OrganizationWire(string Id, string? MasterAccountId = null);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DescribeOrganizationRequest))]
[JsonSerializable(typeof(DescribeOrganizationResponse))]
internal sealed partial class OrganizationReaderJson : JsonSerializerContext;
