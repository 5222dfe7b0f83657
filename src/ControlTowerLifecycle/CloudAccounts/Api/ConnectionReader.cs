using System.Text.Json;
using ControlTowerLifecycle.CloudAccounts.Connections;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>Reads connections. Members whose form is not published are read in every form that was seen.</summary>
internal static class ConnectionReader
{
    public static Connection Read(AwsAccountDto wire) => new(
        wire.Id!, NullIfEmpty(wire.RoleArn), NullIfEmpty(wire.State) ?? "unknown")
    {
        OrganizationId = NullIfEmpty(wire.OrganizationId),
        IsTerraform = wire.IsTerraformDeployed == true || wire.IsTerraformProviderDeployed == true,
        IsDescribedAsOurs = wire.Description == ConnectionFields.Description,
        HasSources = wire.Sources.Items().Any(),
        Features = [.. FeatureIds(wire.Features)],
        WorkloadInstances =
        [
            .. wire.ConnectedSecurityServices.Items()
                .Where(service => service.Member("name").Texts().Contains("workload", StringComparer.Ordinal))
                .SelectMany(service => service.Member("instanceIds").Texts()),
        ],
        MissingPermissions = Everywhere(wire, wire.MissingAwsPermissions, "missingAwsPermissions"),
        TemplateVersions = Everywhere(wire, wire.TemplateVersion, "templateVersion"),
    };

    /// <returns>The connections of a page, null if it has no list; and the link to the next page.</returns>
    public static (IReadOnlyList<Connection>? Connections, string? NextLink) ReadPage(AwsAccountsDto page) =>
        (page.Items?.Where(wire => wire?.Id is not null).Select(wire => Read(wire!)).ToList(), page.NextLink);

    /// <summary>IDs in a list of texts or objects, which may be a member <c>items</c> or <c>features</c>.</summary>
    public static IEnumerable<string> FeatureIds(JsonElement body)
    {
        var list = body.ValueKind == JsonValueKind.Object
            ? ((string[])["items", "features"])
                .Select(name => body.Member(name))
                .FirstOrDefault(member => member.ValueKind == JsonValueKind.Array)
            : body;
        return list.Items().SelectMany(item =>
            item.ValueKind == JsonValueKind.Object ? item.Member("id").Texts() : item.Texts());
    }

    /// <summary>Of the account itself and of all its features.</summary>
    private static IReadOnlyList<string> Everywhere(AwsAccountDto wire, JsonElement own, string name) =>
    [
        .. own.Texts()
            .Concat(wire.Features.Items().SelectMany(feature => feature.Member(name).Texts()))
            .Distinct(StringComparer.Ordinal),
    ];

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
