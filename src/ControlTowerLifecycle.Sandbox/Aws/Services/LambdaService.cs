using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// Lambda: invocation and configuration of the functions in the <see cref="FunctionDirectory"/>, and their event source
/// mappings.
/// </summary>
internal sealed class LambdaService(FunctionDirectory functions, string region) : IAwsService
{
    private const string FunctionName = nameof(FunctionName);
    private const string InvocationType = nameof(InvocationType);
    private const string Payload = nameof(Payload);
    private const string FunctionError = nameof(FunctionError);
    private const string IsQueued = nameof(IsQueued);

    /// <summary>In bytes, since October 2025.</summary>
    private const int LargestEvent = 1024 * 1024;

    private readonly EventSourceMappingOperations _mappings = new(functions, region);

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
        new("Invoke", FunctionArn, InvokeAsync)
        {
            Action = "InvokeFunction",
            Path = "/2015-03-31/functions/{FunctionName}/invocations",
            Bind = (request, body) => new JsonObject
            {
                [FunctionName] = NameIn(request),
                [InvocationType] = request.Headers["X-Amz-Invocation-Type"].ToString(),
                [Payload] = body,
            },
            Respond = RespondAsync,
        },
        AwsOperation.Read("GetFunctionConfiguration", FunctionArn, GetFunctionConfiguration) with
        {
            Path = "/2015-03-31/functions/{FunctionName}/configuration",
            Bind = (request, _) => new JsonObject { [FunctionName] = NameIn(request) },
        },
        .. _mappings.All,
    ];

    private async ValueTask<JsonObject> InvokeAsync(AwsCall call, CancellationToken cancellationToken)
    {
        var payload = call.Text(Payload) ?? "{}";
        if (!IsJson(payload))
            throw new AwsErrorException("InvalidRequestContentException", "Could not parse request body into json.");

        var function = Function(call);
        switch (call.Text(InvocationType))
        {
            case "Event" when Encoding.UTF8.GetByteCount(payload) > LargestEvent:
                throw TooLarge(LargestEvent, "Event");
            case "Event":
                // Lambda queues the event. The caller does not learn the result.
                _ = function.InvokeAsynchronously(payload);
                return new JsonObject { [IsQueued] = true };
            case null or "RequestResponse" when Encoding.UTF8.GetByteCount(payload) > RuntimeSession.LargestPayload:
                throw TooLarge(RuntimeSession.LargestPayload, "RequestResponse");
            case null or "RequestResponse":
                var result = await function.InvokeAsync(payload, cancellationToken);
                return new JsonObject
                {
                    [FunctionError] = result is not InvocationResult.Succeeded,
                    [Payload] = result.Payload,
                };
            default:
                throw call.Invalid("The sandbox supports X-Amz-Invocation-Type: Event and RequestResponse.");
        }
    }

    private static AwsErrorException TooLarge(int limit, string type) => new(
        "RequestTooLargeException", $"{limit} byte payload is the limit for {type} invocations.",
        HttpStatusCode.RequestEntityTooLarge);

    /// <summary>The body is what the function returned. A function's error is a header beside status 200.</summary>
    private static async Task RespondAsync(HttpContext context, JsonObject result, CancellationToken cancellationToken)
    {
        if (result[IsQueued] is not null)
        {
            context.Response.StatusCode = (int)HttpStatusCode.Accepted;
            context.Response.ContentLength = 0;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers["X-Amz-Executed-Version"] = "$LATEST";
        if (result[FunctionError]!.GetValue<bool>())
            context.Response.Headers["X-Amz-Function-Error"] = "Unhandled";
        await context.Response.WriteAsync(result[Payload]!.GetValue<string>(), cancellationToken);
    }

    private JsonObject GetFunctionConfiguration(AwsCall call)
    {
        var settings = Function(call).Settings;
        var variables = new JsonObject();
        foreach (var (name, value) in settings.Variables)
            variables[name] = value;
        return new JsonObject
        {
            ["FunctionName"] = settings.Name,
            ["FunctionArn"] = settings.Arn,
            ["Runtime"] = "provided.al2023",
            ["Handler"] = "bootstrap",
            ["Timeout"] = (int)settings.Timeout.TotalSeconds,
            ["MemorySize"] = settings.MemorySize,
            ["Version"] = "$LATEST",
            ["State"] = "Active",
            ["LastUpdateStatus"] = "Successful",
            ["Environment"] = new JsonObject { ["Variables"] = variables },
            ["LoggingConfig"] = new JsonObject { ["LogFormat"] = "Text", ["LogGroup"] = $"/aws/lambda/{settings.Name}" },
        };
    }

    private static string NameIn(HttpRequest request) => Uri.UnescapeDataString(request.Path.Value!.Split('/')[3]);

    private LambdaFunction Function(AwsCall call) => functions.ByName(NameOf(call))
        ?? throw new AwsErrorException(
            "ResourceNotFoundException", $"Function not found: {FunctionArn(call)}", HttpStatusCode.NotFound);

    /// <summary>A caller can name a function by its name or its ARN.</summary>
    private static string NameOf(AwsCall call) => call.Required(FunctionName).Split(':')[^1];

    private string FunctionArn(AwsCall call) =>
        $"arn:aws:lambda:{region}:{call.Caller.AccountId}:function:{NameOf(call)}";

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
