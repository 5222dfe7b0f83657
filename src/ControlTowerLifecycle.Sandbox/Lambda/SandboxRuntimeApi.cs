using System.Globalization;
using System.Text;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The Lambda Runtime API over HTTP for one <see cref="RuntimeSession"/>.</summary>
/// <param name="session">The state of the runtime.</param>
/// <param name="functionArn">Sent with every event.</param>
internal sealed class SandboxRuntimeApi(RuntimeSession session, string functionArn)
{
    private const string Root = "/2018-06-01/runtime/";

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(Root, StringComparison.Ordinal))
        {
            await NotFoundAsync(context);
            return;
        }

        var (method, call) = Route(context, path[Root.Length..].Split('/'));
        if (call is null)
            await NotFoundAsync(context);
        else if (method != context.Request.Method)
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        else
            await SendAsync(context, await call());
    }

    private (string? Method, Func<Task<RuntimeReply>>? Call) Route(HttpContext context, string[] segments) =>
        segments switch
        {
            ["invocation", "next"] => ("GET", () => session.NextAsync(context.RequestAborted)),
            ["invocation", var id, "response"] => ("POST", async () => session.Respond(id, await BodyAsync(context))),
            ["invocation", var id, "error"] => ("POST", async () => session.Fail(id, await ErrorAsync(context))),
            ["init", "error"] => ("POST", async () => session.FailInit(await ErrorAsync(context))),
            _ => (null, null),
        };

    private async Task SendAsync(HttpContext context, RuntimeReply reply)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        switch (reply)
        {
            case RuntimeReply.Event(var invocation):
                response.Headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
                response.Headers["Lambda-Runtime-Deadline-Ms"] =
                    invocation.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
                response.Headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
                response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = functionArn;
                await response.WriteAsync(invocation.Payload, context.RequestAborted);
                break;
            case RuntimeReply.Accepted:
                response.StatusCode = StatusCodes.Status202Accepted;
                await response.WriteAsync("""{"status":"OK"}""", context.RequestAborted);
                break;
            case RuntimeReply.Refused refused:
                response.StatusCode = refused.Status;
                await response.WriteAsync(refused.Body, context.RequestAborted);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<InvocationResult.FunctionError> ErrorAsync(HttpContext context) =>
        PostedError.Read(
            context.Request.Headers["Lambda-Runtime-Function-Error-Type"],
            Encoding.UTF8.GetString((await BodyAsync(context)).Span));

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static async Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
    }
}
