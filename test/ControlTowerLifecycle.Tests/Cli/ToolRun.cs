using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Tests.Aws;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>One run of the tool in this process, and what it wrote.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<ToolRun> RunAsync(params string[] arguments) => RunAsync(new ToolSurroundings(), arguments);

    public static async Task<ToolRun> RunAsync(ToolSurroundings surroundings, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        output.NewLine = error.NewLine = "\n";
        using var input = new MemoryStream(surroundings.Input);
        var exitCode = await Tool.RunAsync(
            arguments,
            new ToolContext
            {
                Variables = surroundings.Variables,
                Input = new ToolInput(input, surroundings.IsTerminal),
                Output = new ToolOutput(output, IsTerminal: false),
                Error = new ToolOutput(error, IsTerminal: false),
                Time = TimeProvider.System,
            },
            surroundings.CancellationToken ?? TestContext.Current.CancellationToken);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }
}

/// <summary>The environment of a <see cref="ToolRun"/>.</summary>
internal sealed record ToolSurroundings
{
    public Dictionary<string, string> Variables { get; init; } = new(StringComparer.Ordinal);

    public byte[] Input { get; init; } = [];

    /// <summary>Whether the input comes from an operator, who can be asked.</summary>
    public bool IsTerminal { get; init; }

    public CancellationToken? CancellationToken { get; init; }

    public static ToolSurroundings WithInput(string text) => new() { Input = Encoding.UTF8.GetBytes(text) };

    /// <summary>Credentials, and a server that is every AWS service.</summary>
    public static ToolSurroundings Calling(LoopbackServer server) => new()
    {
        Variables = new(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ACCESS_KEY_ID"] = "ASIACALLER",
            ["AWS_SECRET_ACCESS_KEY"] = LoopbackServer.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = LoopbackServer.SessionToken,
            ["AWS_ENDPOINT_URL"] = server.Url.AbsoluteUri,
        },
    };
}
