using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// The page that a walk reads next. A later invocation gets it in its payload, so it only says what to read: which
/// units contain an account is always read from AWS Organizations. It does not grow with the number of accounts: only
/// the siblings along one path count, and 1,000 sibling units take about 20 KB.
/// </summary>
internal sealed partial record WalkPosition
{
    /// <summary>The start of a walk that reads all accounts of the organization as one list.</summary>
    public static WalkPosition StartOfList { get; } = new();

    /// <summary>The token of the page; null for the first page of a list.</summary>
    public string? NextToken { get; init; }

    /// <summary>
    /// The IDs of the units, or of the root, that are still to be read, in this order. The first one is being read.
    /// Null if all accounts are read as one list.
    /// </summary>
    public IReadOnlyList<string>? Units { get; init; }

    /// <summary>
    /// The child units of the first unit that have been read so far; null while the accounts of the unit are read.
    /// </summary>
    public IReadOnlyList<string>? ChildUnits { get; init; }

    /// <summary>Before the first page of the first unit. Each unit is read with all units below it.</summary>
    public static WalkPosition StartOf(IReadOnlyList<string> units) => new() { Units = units };

    /// <summary>
    /// The position after the first unit and its list of child units: the child units come next, then the other units.
    /// Null at the end of the walk.
    /// </summary>
    public WalkPosition? AfterUnit(IReadOnlyList<string> childUnits) =>
        childUnits.Count + Units!.Count > 1 ? StartOf([.. childUnits, .. Units.Skip(1)]) : null;

    /// <summary>What is wrong with a position that came in a payload; null if nothing is.</summary>
    /// <param name="unit">The unit that the walk is limited to; null for the whole organization.</param>
    public string? FindFault(string? unit)
    {
        if (NextToken is "")
            return "the token of its position is empty";

        if (Units is null)
        {
            return unit is null && NextToken is not null && ChildUnits is null
                ? null
                : "its position is not one where a walk can continue";
        }

        string?[] ids = [.. Units, .. ChildUnits ?? []];
        if (Units.Count == 0 || !Array.TrueForAll(ids, IsUnitOrRoot))
            return "the units of its position are not IDs of organizational units";

        return ids.Distinct(StringComparer.Ordinal).Count() == ids.Length ? null : "its position names a unit twice";
    }

    private static bool IsUnitOrRoot(string? id) =>
        id is not null && (OrganizationalUnitId.IsValid(id) || RootId().IsMatch(id));

    /// <summary>AWS Organizations API reference, <c>Root.Id</c>.</summary>
    [GeneratedRegex(@"^r-[0-9a-z]{4,32}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RootId();
}
