using System.Net;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>How a service speaks.</summary>
internal enum AwsProtocol
{
    /// <summary>X-Amz-Target and JSON, media type <c>application/x-amz-json-1.0</c>.</summary>
    Json10,

    /// <summary>The same, media type <c>application/x-amz-json-1.1</c>.</summary>
    Json11,

    /// <summary>A form with Action and Version, answered in XML.</summary>
    Query,

    /// <summary>JSON by POST to a path that names the operation, and sometimes what it is done to.</summary>
    RestJson,
}

/// <summary>What sets one service apart from another on the wire.</summary>
internal sealed record AwsServiceContract
{
    /// <summary>The signing name, which is also the prefix of the actions in policies.</summary>
    public required string Name { get; init; }

    public required AwsProtocol Protocol { get; init; }

    /// <summary>
    /// The prefix of X-Amz-Target, or the Version of the form; what tells one service from another on a shared port.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>A global service signs for us-east-1 wherever the caller is.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>
    /// What a refusal for want of identity or permission is answered with: 400 in JSON by X-Amz-Target, 403 elsewhere.
    /// </summary>
    public HttpStatusCode Refusal =>
        Protocol is AwsProtocol.Json10 or AwsProtocol.Json11 ? HttpStatusCode.BadRequest : HttpStatusCode.Forbidden;

    /// <summary>The error code for too many calls.</summary>
    public required string ThrottlingCode { get; init; }

    /// <summary>The error code for a parameter that is missing or wrong.</summary>
    public required string ValidationCode { get; init; }
}

/// <summary>A service: its contract and what it can do.</summary>
internal interface IAwsService
{
    AwsServiceContract Contract { get; }

    IReadOnlyList<AwsOperation> Operations { get; }
}

/// <summary>One operation.</summary>
/// <param name="Name">As X-Amz-Target or Action has it.</param>
/// <param name="Resource">The ARN that policies are judged on; null where the operation needs no permission.</param>
/// <param name="Run">Carries it out. What it throws as <see cref="AwsErrorException"/> is answered as such.</param>
internal sealed record AwsOperation(
    string Name, Func<AwsCall, string>? Resource, Func<AwsCall, CancellationToken, ValueTask<JsonObject>> Run)
{
    /// <summary>Whether it changes anything.</summary>
    public bool Writes { get; private init; }

    /// <summary>The action in policies where its name is another than the operation's.</summary>
    public string? Action { get; init; }

    /// <summary>
    /// The path that stands for the name where the protocol is REST; a segment in braces stands for any one segment.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The parameters, where they are not the members of the body: path, headers and body as text.</summary>
    public Func<HttpRequest, string, JsonObject>? Bind { get; init; }

    /// <summary>Answered with 202 and no body: what was asked for is done later.</summary>
    public bool IsDoneLater { get; init; }

    /// <summary>The account the call is about; the caller's own unless told otherwise.</summary>
    public Func<AwsCall, string?>? Account { get; init; }

    /// <summary>Keys for conditions beyond those that every call has.</summary>
    public Func<AwsCall, (string Key, string? Value)>? Context { get; init; }

    public static AwsOperation Read(
        string name, Func<AwsCall, string>? resource, Func<AwsCall, JsonObject> run) =>
        new(name, resource, (call, _) => ValueTask.FromResult(run(call)));

    public static AwsOperation Write(
        string name, Func<AwsCall, string>? resource, Func<AwsCall, JsonObject> run) =>
        new(name, resource, (call, _) => ValueTask.FromResult(run(call))) { Writes = true };

    /// <summary>Whether a request means this operation, by its name or its path.</summary>
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

    /// <summary>For operations without a resource of their own.</summary>
    public static string Anything(AwsCall call)
    {
        _ = call;
        return "*";
    }
}
