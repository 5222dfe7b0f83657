namespace ControlTowerLifecycle.Cli.Output;

/// <summary>Standard input.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="IsTerminal">Whether an operator can type an answer.</param>
internal sealed record ToolInput(Stream Stream, bool IsTerminal);

/// <summary>Standard output or standard error.</summary>
/// <param name="Writer">The stream.</param>
/// <param name="IsTerminal">Whether it is a terminal, which has a width and colors.</param>
internal sealed record ToolOutput(TextWriter Writer, bool IsTerminal);
