using System.Collections.Concurrent;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>
/// The path of each organizational unit: the units that contain it, outermost first, and itself last; empty for the
/// root. Paths come from AWS Organizations only, and never change: AWS cannot move a unit. They are cached for the
/// lifetime of the process, because thousands of accounts share a few units.
/// </summary>
internal sealed class UnitPaths(OrganizationsClient organizations)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _paths = new(StringComparer.Ordinal);

    /// <summary>The path of a unit or a root, or null if the organization does not have it.</summary>
    public async Task<IReadOnlyList<string>?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (_paths.TryGetValue(id, out var path))
            return path;

        return OrganizationalUnitId.IsValid(id)
            ? await RefreshAsync(id, cancellationToken)
            : (await ReadRootsAsync(cancellationToken)).Contains(id, StringComparer.Ordinal) ? [] : null;
    }

    /// <summary>The same for a unit, which is not taken from the cache: it may have been deleted.</summary>
    public async Task<IReadOnlyList<string>?> RefreshAsync(string unit, CancellationToken cancellationToken)
    {
        if (await organizations.GetParentAsync(unit, cancellationToken) is not { } parent)
            return null;

        IReadOnlyList<string> path = [.. await ReadParentAsync(parent, cancellationToken), unit];
        return _paths[unit] = path;
    }

    /// <summary>The units that contain an account; empty if it is not in the organization.</summary>
    public async Task<IReadOnlyList<string>> ReadForAccountAsync(
        AccountId account, CancellationToken cancellationToken) =>
        await organizations.GetParentAsync(account.Value, cancellationToken) is { } parent
            ? await ReadParentAsync(parent, cancellationToken)
            : [];

    /// <summary>The IDs of the roots. An organization has one.</summary>
    public async Task<IReadOnlyList<string>> ReadRootsAsync(CancellationToken cancellationToken)
    {
        var roots = await organizations.ListRootsAsync(cancellationToken);
        foreach (var root in roots)
            _paths[root] = [];

        return roots;
    }

    /// <summary>Caches the paths of units that AWS Organizations has listed as children of a unit or a root.</summary>
    public void AddChildUnits(IReadOnlyList<string> parentPath, IEnumerable<string> childUnits)
    {
        foreach (var unit in childUnits)
            _paths[unit] = [.. parentPath, unit];
    }

    private async Task<IReadOnlyList<string>> ReadParentAsync(
        OrganizationParent parent, CancellationToken cancellationToken) => parent.IsRoot
        ? []
        : _paths.TryGetValue(parent.Id, out var path)
            ? path
            : await RefreshAsync(parent.Id, cancellationToken)
                ?? throw AwsException.Unreadable(AwsService.Organizations, "ListParents", parent.Id, 200, null);
}
