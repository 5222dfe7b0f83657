using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>What a request asks for: which service, which operation, which parameters.</summary>
internal sealed record AwsQuestion(IAwsService Service, AwsOperation Operation, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// The parameters; both protocols come out as one object, in which a form's
    /// <c>Tags.member.1.Key</c> is a list of objects.
    /// </summary>
    public JsonObject Input(HttpRequest request) =>
        Operation.Bind is { } bind ? bind(request, Encoding.UTF8.GetString(Body.Span))
        : Service.Contract.Protocol == AwsProtocol.Query ? Form()
        : Json();

    private JsonObject Json()
    {
        try
        {
            return Body.IsEmpty ? [] : JsonNode.Parse(Body.Span) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new AwsFailure("SerializationException", "The body is no JSON object.");
        }
    }

    private JsonObject Form()
    {
        var root = new JsonObject();
        foreach (var (name, values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(Body.Span)))
        {
            JsonNode at = root;
            var parts = name.Split('.').Where(part => part is not ("member" or "entry")).ToArray();
            for (var i = 0; i < parts.Length - 1; i++)
            {
                var isList = int.TryParse(parts[i + 1], CultureInfo.InvariantCulture, out _);
                at = Step(at, parts[i], isList ? new JsonArray() : new JsonObject());
            }

            Step(at, parts[^1], JsonValue.Create(values.ToString()));
        }

        return root;
    }

    /// <summary>
    /// Goes to a member, making it where it is missing. Lists are counted from one and sent in any order.
    /// </summary>
    private static JsonNode Step(JsonNode at, string part, JsonNode fresh)
    {
        if (at is JsonObject map)
            return map[part] ?? (map[part] = fresh);
        var list = (JsonArray)at;
        var index = int.Parse(part, CultureInfo.InvariantCulture) - 1;
        if (index is < 0 or > 1000)
            throw new AwsFailure("MalformedInput", "List members are counted from one.");
        while (list.Count <= index)
            list.Add(null);
        return list[index] ?? (list[index] = fresh);
    }
}

/// <summary>Tells the services on the one port apart.</summary>
internal sealed class AwsDirectory(IReadOnlyList<IAwsService> services)
{
    /// <summary>Finds the operation.</summary>
    /// <exception cref="UnknownOperationException">No service of the sandbox has it.</exception>
    public AwsQuestion Find(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (request.Headers.TryGetValue("X-Amz-Target", out var target))
        {
            var parts = target.ToString().Split('.', 2);
            return Find(body, AwsProtocol.Json11, parts[0], parts.Length == 2 ? parts[1] : "");
        }

        if (request.HasFormContentType)
        {
            var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span));
            return Find(body, AwsProtocol.Query, form["Version"].ToString(), form["Action"].ToString());
        }

        return Find(body, AwsProtocol.RestJson, "", request.Path.Value ?? "");
    }

    private AwsQuestion Find(ReadOnlyMemory<byte> body, AwsProtocol protocol, string id, string name)
    {
        foreach (var service in services)
        {
            if (Family(service.Contract.Protocol) != protocol || service.Contract.Id != id)
                continue;
            foreach (var operation in service.Operations)
            {
                if (operation.IsCalled(name))
                    return new AwsQuestion(service, operation, body);
            }
        }

        throw new UnknownOperationException(protocol, $"The sandbox has no operation '{name}' of '{id}'.");
    }

    private static AwsProtocol Family(AwsProtocol protocol) =>
        protocol == AwsProtocol.Json10 ? AwsProtocol.Json11 : protocol;
}

/// <summary>Asked for what the sandbox does not have. It says so loudly rather than invent an answer.</summary>
internal sealed class UnknownOperationException(AwsProtocol protocol, string message) : Exception(message)
{
    public AwsProtocol Protocol => protocol;

    public AwsFailure Failure => Protocol == AwsProtocol.Query
        ? new AwsFailure("InvalidAction", Message)
        : new AwsFailure("UnknownOperationException", Message, HttpStatusCode.NotFound);
}
