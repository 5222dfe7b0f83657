namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The document of <c>pause</c> and <c>resume</c>.</summary>
internal sealed record PauseReport(bool Paused) : Report;

/// <summary>The document of a command that starts work which goes on after it.</summary>
/// <param name="Started"><c>reconcile</c> or <c>rotation</c>.</param>
internal sealed record StartedReport(string Started) : Report;

/// <summary>The document of a command whose question the operator declined.</summary>
internal sealed record DeclinedReport(bool Declined) : Report;

/// <summary>The document of <c>key status</c>.</summary>
internal sealed record KeysReport(IReadOnlyList<ReportedKey> Keys) : Report;

/// <summary>The document of <c>external-id</c>. It does not contain the ID.</summary>
/// <param name="Source"><c>tenant</c>, <c>secret</c>, <c>setting</c> or <c>unknown</c>.</param>
/// <param name="Kept">Whether the secret has it.</param>
/// <param name="Retrieval"><c>enabled</c>, <c>disabled</c> or <c>unknown</c>.</param>
internal sealed record ExternalIdToolReport(string Source, bool Kept, string Retrieval) : Report;
