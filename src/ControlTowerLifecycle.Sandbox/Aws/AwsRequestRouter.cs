using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>Finds the service and operation of a request: all services share one port.</summary>
internal sealed class AwsRequestRouter(IReadOnlyList<IAwsService> services)
{
    /// <exception cref="UnknownOperationException">No service of the sandbox has it.</exception>
    public AwsRequest Find(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (request.Headers.TryGetValue("X-Amz-Target", out var target))
        {
            // The prefix of some services has dots.
            var text = target.ToString();
            var dot = text.LastIndexOf('.');
            return Find(body, AwsProtocol.Json11, dot < 0 ? text : text[..dot], dot < 0 ? "" : text[(dot + 1)..]);
        }

        if (request.HasFormContentType)
        {
            var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span));
            return Find(body, AwsProtocol.Query, form["Version"].ToString(), form["Action"].ToString());
        }

        return Find(body, AwsProtocol.RestJson, "", request.Path.Value ?? "");
    }

    private AwsRequest Find(ReadOnlyMemory<byte> body, AwsProtocol protocol, string id, string name)
    {
        foreach (var service in services)
        {
            if (Family(service.Contract.Protocol) != protocol || service.Contract.Id != id)
                continue;
            foreach (var operation in service.Operations)
            {
                if (operation.IsCalled(name))
                    return new AwsRequest(service, operation, body);
            }
        }

        throw new UnknownOperationException(protocol, $"The sandbox has no operation '{name}' of '{id}'.");
    }

    private static AwsProtocol Family(AwsProtocol protocol) =>
        protocol == AwsProtocol.Json10 ? AwsProtocol.Json11 : protocol;
}

/// <summary>The sandbox does not have the operation. It must not invent a response.</summary>
internal sealed class UnknownOperationException(AwsProtocol protocol, string message) : Exception(message)
{
    public AwsProtocol Protocol => protocol;

    public AwsErrorException Failure => Protocol == AwsProtocol.Query
        ? new AwsErrorException("InvalidAction", Message)
        : new AwsErrorException("UnknownOperationException", Message, HttpStatusCode.NotFound);
}
