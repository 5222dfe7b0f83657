namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The document of <c>event</c>.</summary>
/// <param name="Kind">One of the constants.</param>
internal sealed record EventReport(string Kind) : Report
{
    public const string AccountGoverned = "accountGoverned";
    public const string OrganizationalUnitGoverned = "organizationalUnitGoverned";
    public const string AccountLeft = "accountLeft";
    public const string EventUnsent = "eventUnsent";
    public const string NotOurs = "notOurs";
    public const string Unreadable = "unreadable";

    public IReadOnlyList<EventAccount> Accounts { get; init; } = [];

    public string? OrganizationalUnitId { get; init; }

    /// <summary>What the functions do with it, or why they do nothing.</summary>
    public required string Why { get; init; }
}

/// <summary>An account that an event names.</summary>
internal sealed record EventAccount(string Id, string? Name);
