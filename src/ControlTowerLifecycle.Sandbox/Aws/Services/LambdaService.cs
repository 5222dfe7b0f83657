using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Lambda: asynchronous invocation of functions in the <see cref="FunctionDirectory"/>.</summary>
internal sealed class LambdaService(FunctionDirectory functions, string region) : IAwsService
{
    private const string FunctionName = nameof(FunctionName);
    private const string InvocationType = nameof(InvocationType);
    private const string Payload = nameof(Payload);

    /// <summary>In bytes, since October 2025.</summary>
    private const int LargestEvent = 1024 * 1024;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "lambda",
        Protocol = AwsProtocol.RestJson,
        Id = "",
        ThrottlingCode = "TooManyRequestsException",
        ValidationCode = "InvalidParameterValueException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Write("Invoke", FunctionArn, Invoke) with
        {
            Action = "InvokeFunction",
            Path = "/2015-03-31/functions/{FunctionName}/invocations",
            Bind = (request, body) => new JsonObject
            {
                [FunctionName] = request.Path.Value!.Split('/')[3],
                [InvocationType] = request.Headers["X-Amz-Invocation-Type"].ToString(),
                [Payload] = body,
            },
            IsAsynchronous = true,
        },
    ];

    private JsonObject Invoke(AwsCall call)
    {
        var payload = call.Text(Payload) ?? "{}";
        if (call.Text(InvocationType) != "Event")
            throw call.Invalid("The sandbox supports only X-Amz-Invocation-Type: Event.");
        if (Encoding.UTF8.GetByteCount(payload) > LargestEvent)
            throw new AwsErrorException(
                "RequestTooLargeException", $"{LargestEvent} byte payload is the limit for Event invocations.",
                HttpStatusCode.RequestEntityTooLarge);
        if (!IsJson(payload))
            throw new AwsErrorException("InvalidRequestContentException", "Could not parse request body into json.");

        // Lambda queues the event. The caller does not learn the result.
        _ = Function(call).InvokeAsynchronously(payload);
        return [];
    }

    private LambdaFunction Function(AwsCall call) => functions.ByName(call.Required(FunctionName))
        ?? throw new AwsErrorException(
            "ResourceNotFoundException", $"Function not found: {FunctionArn(call)}", HttpStatusCode.NotFound);

    private string FunctionArn(AwsCall call) =>
        $"arn:aws:lambda:{region}:{call.Caller.AccountId}:function:{call.Required(FunctionName)}";

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
