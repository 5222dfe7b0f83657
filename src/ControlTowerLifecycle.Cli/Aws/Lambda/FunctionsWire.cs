using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.Lambda;

/// <summary>The members of GetFunctionConfiguration's response that the tool reads.</summary>
internal sealed record FunctionConfigurationResponse
{
    public FunctionEnvironment? Environment { get; init; }

    public FunctionLogging? LoggingConfig { get; init; }

    public string? State { get; init; }

    public string? LastUpdateStatus { get; init; }
}

internal sealed record FunctionEnvironment : IJsonOnDeserialized
{
    public Dictionary<string, string>? Variables { get; init; }

    public void OnDeserialized() => ListMembers.RequireNonNull(Variables?.Values.ToList());
}

internal sealed record FunctionLogging
{
    public string? LogGroup { get; init; }
}

internal sealed record MappingsResponse(IReadOnlyList<EventSourceMapping>? EventSourceMappings = null) : IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(EventSourceMappings);
}

/// <param name="Uuid">The ID of the mapping.</param>
/// <param name="State">For example <c>Enabled</c>, <c>Disabling</c> or <c>Disabled</c>.</param>
internal sealed record EventSourceMapping([property: JsonPropertyName("UUID")] string Uuid, string State)
{
    /// <summary>The ARN of the queue.</summary>
    public string? EventSourceArn { get; init; }

    public bool IsEnabled => State is "Enabled" or "Enabling" or "Creating";

    public bool IsDisabled => State is "Disabled" or "Disabling";
}

internal sealed record MappingUpdate(bool Enabled);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FunctionConfigurationResponse))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(MappingsResponse))]
[JsonSerializable(typeof(MappingUpdate))]
internal sealed partial class FunctionsJson : JsonSerializerContext;
