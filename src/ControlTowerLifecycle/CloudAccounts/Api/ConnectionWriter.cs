using ControlTowerLifecycle.CloudAccounts.Connections;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>Writes what a connection is created with.</summary>
internal static class ConnectionWriter
{
    public static NewAwsAccountDto Write(ConnectionFields fields) =>
        new(fields.RoleArn, fields.Name, ConnectionFields.Description)
        {
            Features = fields.Options.Features is []
                ? null
                : [.. fields.Options.Features.Select(feature => new FeatureDto(feature.Id, NullIfEmpty(feature.Regions)))],
            ConnectedSecurityServices = fields.Options.InstanceId is { } instance
                ? [new SecurityServiceDto("workload", [instance], NullIfEmpty(fields.Options.InstanceRegions))]
                : null,
        };

    private static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> items) => items is [] ? null : items;
}
