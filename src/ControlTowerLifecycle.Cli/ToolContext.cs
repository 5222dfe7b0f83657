using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Cli;

/// <summary>What the process, or a test, gives to the tool.</summary>
internal sealed record ToolContext
{
    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required ToolInput Input { get; init; }

    public required ToolOutput Output { get; init; }

    public required ToolOutput Error { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>How calls to AWS are sent.</summary>
    public AwsTransport AwsTransport { get; init; } = AwsTransport.Standard;

    /// <summary>Creates the HTTP client for the vendors.</summary>
    public Func<HttpClient> CreateVendorHttp { get; init; } = VendorHttp.Create;
}
