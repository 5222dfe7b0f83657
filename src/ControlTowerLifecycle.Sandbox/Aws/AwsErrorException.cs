using System.Net;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>An error response, with the code and message of the service.</summary>
internal sealed class AwsErrorException(
    string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest) : Exception(message)
{
    public string Code => code;

    public HttpStatusCode Status => status;

    /// <summary>The error code of SQS's older query protocol, which SQS still sends in a header.</summary>
    public string? QueryCode { get; init; }

    /// <summary>Sent as Retry-After, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A parameter breaks its constraint. The sentence is that of IAM and STS.</summary>
    public static AwsErrorException Constraint(string parameter, string constraint) => new(
        "ValidationError",
        $"1 validation error detected: Value at '{parameter}' failed to satisfy constraint: {constraint}");
}
