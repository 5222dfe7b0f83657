using System.Net;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>An answer that is an error, in the words of the service. The protocol decides how it is written.</summary>
internal sealed class AwsErrorException(
    string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest) : Exception(message)
{
    public string Code => code;

    public HttpStatusCode Status => status;

    /// <summary>The code that SQS's older protocol had for it, which SQS still sends along in a header.</summary>
    public string? QueryCode { get; init; }

    /// <summary>Sent as Retry-After, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A value that breaks the constraint of a parameter, in IAM's and STS's sentence.</summary>
    public static AwsErrorException Constraint(string parameter, string constraint) => new(
        "ValidationError",
        $"1 validation error detected: Value at '{parameter}' failed to satisfy constraint: {constraint}");
}
