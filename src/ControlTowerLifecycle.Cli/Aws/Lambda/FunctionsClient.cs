using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Cli.Aws.Lambda;

/// <summary>Functions of the caller's account and region, as an operator handles them.</summary>
internal sealed class FunctionsClient(AwsConnection connection)
{
    private readonly RestJsonApi _api = new(connection, AwsService.Lambda);

    /// <exception cref="AwsException">There is no such function, or Lambda refuses or does not respond.</exception>
    public async Task<FunctionConfiguration> GetConfigurationAsync(string name, CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            new RestRequest(
                "GetFunctionConfiguration", name, "/2015-03-31/functions/{FunctionName}/configuration", [])
            {
                Method = HttpMethod.Get,
                Labels = [("{FunctionName}", name)],
            },
            FunctionsJson.Default.FunctionConfigurationResponse,
            cancellationToken);
        return new FunctionConfiguration(
            name,
            response.Environment?.Variables ?? new Dictionary<string, string>(StringComparer.Ordinal),
            response.LoggingConfig?.LogGroup ?? $"/aws/lambda/{name}")
        {
            State = response.State,
            LastUpdateStatus = response.LastUpdateStatus,
        };
    }

    /// <summary>Invokes a function and waits for its response: at most 20 seconds, the limit of a call.</summary>
    /// <param name="name">The name of the function.</param>
    /// <param name="payload">JSON text.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">Lambda refuses or does not respond.</exception>
    /// <exception cref="ToolException">The function returned an error.</exception>
    public async Task<JsonElement> InvokeAsync(string name, string payload, CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            new RestRequest(
                "Invoke", name, "/2015-03-31/functions/{FunctionName}/invocations", Encoding.UTF8.GetBytes(payload))
            {
                Labels = [("{FunctionName}", name)],
                Headers = [("X-Amz-Invocation-Type", "RequestResponse")],
            },
            FunctionsJson.Default.JsonElement,
            cancellationToken);

        // The header X-Amz-Function-Error says the same as these two members.
        if (response.ValueKind == JsonValueKind.Object && response.TryGetProperty("errorType", out _)
            && response.TryGetProperty("errorMessage", out var message) && message.ValueKind == JsonValueKind.String)
        {
            throw new ToolException(
                OutsideText.CleanSentence(message.GetString()) ?? "", $"The log of the function {name} has the details.");
        }

        return response;
    }

    /// <summary>The event source mappings of a function.</summary>
    /// <exception cref="AwsException">Lambda refuses or does not respond.</exception>
    public async Task<IReadOnlyList<EventSourceMapping>> ListMappingsAsync(string name, CancellationToken cancellationToken)
    {
        var response = await _api.CallAsync(
            new RestRequest("ListEventSourceMappings", name, "/2015-03-31/event-source-mappings", [])
            {
                Method = HttpMethod.Get,
                Parameters = [("FunctionName", name)],
            },
            FunctionsJson.Default.MappingsResponse,
            cancellationToken);
        return response.EventSourceMappings ?? [];
    }

    /// <summary>Enables or disables an event source mapping. Running batches end as usual.</summary>
    /// <exception cref="AwsException">Lambda refuses or does not respond.</exception>
    public Task SetEnabledAsync(EventSourceMapping mapping, bool enabled, CancellationToken cancellationToken) =>
        _api.SendAsync(
            new RestRequest(
                "UpdateEventSourceMapping",
                mapping.Uuid,
                "/2015-03-31/event-source-mappings/{UUID}",
                JsonSerializer.SerializeToUtf8Bytes(new MappingUpdate(enabled), FunctionsJson.Default.MappingUpdate))
            {
                Method = HttpMethod.Put,
                Labels = [("{UUID}", mapping.Uuid)],
            },
            cancellationToken);
}

/// <summary>The configuration of a function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variables">Its environment variables.</param>
/// <param name="LogGroup">The log group that it writes to.</param>
internal sealed record FunctionConfiguration(string Name, IReadOnlyDictionary<string, string> Variables, string LogGroup)
{
    /// <summary>Pending, Active, Inactive or Failed; null if Lambda does not send it.</summary>
    public string? State { get; init; }

    /// <summary>Successful, InProgress or Failed; null if Lambda does not send it.</summary>
    public string? LastUpdateStatus { get; init; }
}
