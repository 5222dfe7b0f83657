using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ControlTowerLifecycle.Sandbox.Aws.Services;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>Writes responses and errors in the format of each protocol.</summary>
internal static class AwsResponseWriter
{
    private const string StsId = "2011-06-15";
    private const string SnsId = "2010-03-31";
    private const string DynamoDbId = "DynamoDB_20120810";

    public static Task WriteAsync(
        HttpContext context, AwsServiceContract contract, string operation, JsonObject result, string requestId,
        CancellationToken cancellationToken)
    {
        if (contract.Protocol != AwsProtocol.Query)
            return SendJsonAsync(
                context, HttpStatusCode.OK, contract.Protocol, contract.Id, result.ToJsonString(), requestId,
                cancellationToken);

        XNamespace name = NamespaceOf(contract.Id);
        var response = new XElement(
            name + $"{operation}Response",
            result.Count > 0 ? new XElement(name + $"{operation}Result", Elements(result, name)) : null,
            new XElement(name + "ResponseMetadata", new XElement(name + "RequestId", requestId)));
        return SendAsync(
            context, HttpStatusCode.OK, "text/xml", response.ToString(SaveOptions.DisableFormatting), requestId,
            cancellationToken);
    }

    public static Task WriteAsync(
        HttpContext context, AwsProtocol protocol, string id, AwsErrorException failure, string requestId,
        CancellationToken cancellationToken)
    {
        if (failure.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter =
                ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (failure.QueryCode is { } queryCode)
            context.Response.Headers["x-amzn-query-error"] = $"{queryCode};Sender";
        if (protocol == AwsProtocol.RestJson)
            context.Response.Headers["x-amzn-errortype"] = failure.Code;
        return protocol == AwsProtocol.Query
            ? SendAsync(context, failure.Status, "text/xml", Xml(failure, id, requestId), requestId, cancellationToken)
            : SendJsonAsync(context, failure.Status, protocol, id, Json(failure), requestId, cancellationToken);
    }

    private static string Json(AwsErrorException failure) =>
        new JsonObject { ["__type"] = failure.Code, ["message"] = failure.Message }.ToJsonString();

    private static string Xml(AwsErrorException failure, string id, string requestId)
    {
        XNamespace name = NamespaceOf(id);
        return new XElement(
            name + "ErrorResponse",
            new XElement(
                name + "Error",
                new XElement(name + "Type", (int)failure.Status < 500 ? "Sender" : "Receiver"),
                new XElement(name + "Code", failure.Code),
                new XElement(name + "Message", failure.Message)),
            new XElement(name + "RequestId", requestId)).ToString(SaveOptions.DisableFormatting);
    }

    private static IEnumerable<XElement> Elements(JsonObject map, XNamespace name) =>
        map
            .Where(member => member.Value is not null)
            .Select(member => new XElement(name + member.Key, Content(member.Value!, name)));

    private static object Content(JsonNode value, XNamespace name) => value switch
    {
        JsonObject map => Elements(map, name),
        JsonArray list => list.Select(member => new XElement(name + "member", Content(member!, name))),
        JsonValue text when text.TryGetValue<string>(out var characters) => characters,
        _ => value.ToJsonString(),
    };

    private static string NamespaceOf(string id) => id switch
    {
        StsId => $"https://sts.amazonaws.com/doc/{id}/",
        SnsId => $"http://sns.amazonaws.com/doc/{id}/",
        CloudFormationService.Version => $"http://cloudformation.amazonaws.com/doc/{id}/",
        CloudWatchService.Version => $"http://monitoring.amazonaws.com/doc/{id}/",
        _ => $"https://iam.amazonaws.com/doc/{id}/",
    };

    private static string MediaType(AwsProtocol protocol) => protocol switch
    {
        AwsProtocol.Json10 => "application/x-amz-json-1.0",
        AwsProtocol.RestJson => "application/json",
        _ => "application/x-amz-json-1.1",
    };

    private static Task SendJsonAsync(
        HttpContext context, HttpStatusCode status, AwsProtocol protocol, string id, string json, string requestId,
        CancellationToken cancellationToken)
    {
        // The SDKs compare DynamoDB's checksum with the body.
        if (id == DynamoDbId)
            context.Response.Headers["x-amz-crc32"] =
                Crc32.Compute(Encoding.UTF8.GetBytes(json)).ToString(CultureInfo.InvariantCulture);
        return SendAsync(context, status, MediaType(protocol), json, requestId, cancellationToken);
    }

    private static async Task SendAsync(
        HttpContext context, HttpStatusCode status, string mediaType, string text, string requestId,
        CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        await context.Response.Body.WriteAsync(bytes, cancellationToken);
    }
}
