using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>A document of <c>--json</c>.</summary>
internal abstract record Report
{
    /// <summary>Changes only if a member is removed or gets another meaning.</summary>
    [JsonPropertyOrder(-1)]
    public int SchemaVersion => 1;
}

/// <summary>The document of <c>version</c>.</summary>
internal sealed record VersionReport(string Version, string? StackVersion) : Report;

/// <summary>The document of <c>completion</c>.</summary>
internal sealed record CompletionReport(string Shell, string Script) : Report;
