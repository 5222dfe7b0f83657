using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Cli.Aws.Lambda;

/// <summary>The configuration of functions of the caller's account and region.</summary>
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
            response.LoggingConfig?.LogGroup ?? $"/aws/lambda/{name}");
    }
}

/// <summary>The configuration of a function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Variables">Its environment variables.</param>
/// <param name="LogGroup">The log group that it writes to.</param>
internal sealed record FunctionConfiguration(string Name, IReadOnlyDictionary<string, string> Variables, string LogGroup);
