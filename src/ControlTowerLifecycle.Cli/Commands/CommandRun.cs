using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Commands;

/// <summary>One run of a command: its arguments, the screen, and the connection to the stack.</summary>
internal sealed class CommandRun(ToolContext context, ParseResult parsed)
{
    public ToolContext Context { get; } = context;

    public ParseResult Parsed { get; } = parsed;

    /// <summary>Whether the result is one JSON document. Then the screen writes no text to standard output.</summary>
    public bool IsJson { get; } = parsed.GetValue(CommonOptions.Json);

    public Screen Screen { get; } = new(context, isQuiet: parsed.GetValue(CommonOptions.Json));

    public string StackName { get; } = parsed.GetValue(CommonOptions.Stack)!;

    /// <summary>Whether the operator named the stack.</summary>
    public bool HasStack { get; } = parsed.GetResult(CommonOptions.Stack) is { Implicit: false };

    /// <summary>Finds the credentials, and reads the stack and the settings of its functions.</summary>
    /// <exception cref="ToolException">There are no credentials, or no such stack.</exception>
    public async Task<DeployedStack> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = await ResolveAsync(cancellationToken);
        return await StackReader.ReadAsync(connection, StackName, cancellationToken);
    }

    /// <summary>Finds the credentials and the region.</summary>
    /// <exception cref="ToolException">There are none.</exception>
    public Task<AwsConnection> ResolveAsync(CancellationToken cancellationToken) => CallerConnection.ResolveAsync(
        Context, Parsed.GetValue(CommonOptions.Profile), Parsed.GetValue(CommonOptions.Region), cancellationToken);

    /// <summary>Writes the document of <c>--json</c>.</summary>
    public void WriteJson<T>(T document, JsonTypeInfo<T> type)
    {
        Screen.EndProgress();
        Context.Output.Writer.WriteLine(JsonSerializer.Serialize(document, type));
    }
}
