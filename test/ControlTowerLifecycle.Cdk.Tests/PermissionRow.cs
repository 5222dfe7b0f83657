namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>A policy statement, as the tables of docs/security.md write it.</summary>
/// <param name="Owner">
/// The role without "Role", or the resource that the policy belongs to: its resource is then the owner itself.
/// </param>
/// <param name="Statement">Its Sid; of a permission to invoke a function, the logical id.</param>
/// <param name="Principal">Empty for a statement of a role's own policies.</param>
/// <param name="Actions">The actions, after "deny" if they are denied.</param>
/// <param name="Resources">Empty if it is the owner itself.</param>
/// <param name="Condition">The template's condition and the statement's conditions.</param>
internal sealed record PermissionRow(
    string Owner, string Statement, string Principal, string Actions, string Resources, string Condition)
{
    public const string RoleHeading = "| role of | statement | actions | resources | if | reason |";
    public const string PolicyHeading = "| policy of | statement | principal | actions | if | reason |";

    private const string BothFunctions = "both functions";

    private static readonly string[] Functions = ["LifecycleFunction", "BackfillFunction"];

    public bool IsOfRole => Principal.Length == 0;

    /// <summary>Reads the rows of a document. A row can be of several owners and several statements.</summary>
    public static IEnumerable<(PermissionRow Row, string Reason)> Read(string document) =>
    [
        .. Rows(document, RoleHeading, cells => new PermissionRow("", "", "", cells[2], cells[3], cells[4])),
        .. Rows(document, PolicyHeading, cells => new PermissionRow("", "", cells[2], cells[3], "", cells[4])),
    ];

    private static IEnumerable<(PermissionRow Row, string Reason)> Rows(
        string document, string heading, Func<string[], PermissionRow> parse) =>
        from line in new RewritableTable(document, heading).Rows
        let cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries)
        from owner in cells[0] == BothFunctions ? Functions : cells[0].Split(", ")
        from statement in cells[1].Split(", ")
        select (parse(cells) with { Owner = owner, Statement = statement }, cells[5]);
}
