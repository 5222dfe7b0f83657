using System.Net;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>The protocol of a service.</summary>
internal enum AwsProtocol
{
    /// <summary>X-Amz-Target and JSON, media type <c>application/x-amz-json-1.0</c>.</summary>
    Json10,

    /// <summary>X-Amz-Target and JSON, media type <c>application/x-amz-json-1.1</c>.</summary>
    Json11,

    /// <summary>A form with Action and Version; the response is XML.</summary>
    Query,

    /// <summary>JSON by POST to a path that names the operation and sometimes the resource.</summary>
    RestJson,
}

/// <summary>The wire format of one service: protocol, names and error codes.</summary>
internal sealed record AwsServiceContract
{
    /// <summary>The signing name, which is also the prefix of the actions in policies.</summary>
    public required string Name { get; init; }

    public required AwsProtocol Protocol { get; init; }

    /// <summary>The prefix of X-Amz-Target, or the Version of the form. It identifies the service.</summary>
    public required string Id { get; init; }

    /// <summary>A global service takes signatures for us-east-1 only.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>
    /// The status if a signature or a permission is missing: 400 for JSON by X-Amz-Target, 403 for other protocols.
    /// </summary>
    public HttpStatusCode RefusalStatus =>
        Protocol is AwsProtocol.Json10 or AwsProtocol.Json11 ? HttpStatusCode.BadRequest : HttpStatusCode.Forbidden;

    public required string ThrottlingCode { get; init; }

    /// <summary>The error code for a missing or invalid parameter.</summary>
    public required string ValidationCode { get; init; }
}

internal interface IAwsService
{
    AwsServiceContract Contract { get; }

    IReadOnlyList<AwsOperation> Operations { get; }
}

/// <summary>An operation of a service.</summary>
/// <param name="Name">As in X-Amz-Target or Action.</param>
/// <param name="Resource">The ARN for the permission check; null if the operation needs no permission.</param>
/// <param name="Run">Runs the operation. An <see cref="AwsErrorException"/> becomes the error response.</param>
internal sealed record AwsOperation(
    string Name, Func<AwsCall, string>? Resource, Func<AwsCall, CancellationToken, ValueTask<JsonObject>> Run)
{
    public bool Writes { get; private init; }

    /// <summary>
    /// The action in policies, if its name differs from the operation's; with the service's prefix, if that differs from the
    /// signing name.
    /// </summary>
    public string? Action { get; init; }

    /// <summary>
    /// The path of a REST operation; null for other protocols. A segment in braces matches any one segment.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Reads the parameters from path, headers and body, if they are not the members of the body.</summary>
    public Func<HttpRequest, string, JsonObject>? Bind { get; init; }

    /// <summary>Writes the response, if the result is not simply its body.</summary>
    public Func<HttpContext, JsonObject, CancellationToken, Task>? Respond { get; init; }

    /// <summary>The account that the call concerns; the caller's own by default.</summary>
    public Func<AwsCall, string?>? Account { get; init; }

    /// <summary>A condition key in addition to those of every call.</summary>
    public Func<AwsCall, (string Key, string? Value)>? Context { get; init; }

    public static AwsOperation Read(
        string name, Func<AwsCall, string>? resource, Func<AwsCall, JsonObject> run) =>
        new(name, resource, (call, _) => ValueTask.FromResult(run(call)));

    public static AwsOperation Write(
        string name, Func<AwsCall, string>? resource, Func<AwsCall, JsonObject> run) =>
        new(name, resource, (call, _) => ValueTask.FromResult(run(call))) { Writes = true };

    /// <param name="name">The name of the operation, or the path of a REST request.</param>
    public bool IsCalled(string name)
    {
        if (Path is null)
            return string.Equals(Name, name, StringComparison.Ordinal);
        var given = name.Split('/');
        var wanted = Path.Split('/');
        return given.Length == wanted.Length && given.Zip(wanted).All(pair => pair.Second.StartsWith('{')
            ? pair.First.Length > 0
            : string.Equals(pair.First, pair.Second, StringComparison.Ordinal));
    }

    /// <summary>The resource of operations that have no resource-level permissions.</summary>
    public static string AnyResource(AwsCall call)
    {
        _ = call;
        return "*";
    }
}
