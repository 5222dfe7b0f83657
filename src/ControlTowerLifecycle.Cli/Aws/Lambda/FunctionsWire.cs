using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Cli.Aws.Lambda;

/// <summary>The members of GetFunctionConfiguration's response that the tool reads.</summary>
internal sealed record FunctionConfigurationResponse
{
    public FunctionEnvironment? Environment { get; init; }

    public FunctionLogging? LoggingConfig { get; init; }
}

internal sealed record FunctionEnvironment
{
    public Dictionary<string, string>? Variables { get; init; }
}

internal sealed record FunctionLogging
{
    public string? LogGroup { get; init; }
}

[JsonSerializable(typeof(FunctionConfigurationResponse))]
internal sealed partial class FunctionsJson : JsonSerializerContext;
