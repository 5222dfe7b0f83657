namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>The operator declined what a command asked, so nothing was changed.</summary>
internal sealed class DeclinedException : Exception;
