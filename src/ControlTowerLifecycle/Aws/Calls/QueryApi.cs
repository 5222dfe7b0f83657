using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The AWS Query protocol: each operation is a POST of form fields to <c>/</c>; the response is XML.</summary>
/// <param name="connection">The credentials and endpoints.</param>
/// <param name="service">The service.</param>
/// <param name="version">The version of the service's API, a date.</param>
internal sealed class QueryApi(AwsConnection connection, AwsService service, string version)
{
    private readonly AwsPipeline _pipeline = AwsPipeline.Create(service, connection);

    /// <param name="operation">The Action of the API reference.</param>
    /// <param name="resource">The resource in the message of a failure.</param>
    /// <param name="fields">The parameters, without Action and Version.</param>
    /// <param name="read">Reads the element whose name is that of the operation plus <c>Result</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TResponse> CallAsync<TResponse>(
        string operation,
        string? resource,
        IEnumerable<(string Name, string Value)> fields,
        Func<XElement, TResponse> read,
        CancellationToken cancellationToken) =>
        _pipeline.SendAsync(
            new QueryCall<TResponse>(
                operation,
                resource,
                [("Action", operation), ("Version", version), .. fields],
                response => read(response.Child($"{operation}Result")))
            {
                ServiceName = service.Id,
            },
            cancellationToken);

    /// <summary>For operations with an empty response.</summary>
    public Task SendAsync(
        string operation,
        string? resource,
        IEnumerable<(string Name, string Value)> fields,
        CancellationToken cancellationToken) =>
        _pipeline.SendAsync(
            new QueryCall<bool>(
                operation, resource, [("Action", operation), ("Version", version), .. fields], _ => true)
            {
                ServiceName = service.Id,
            },
            cancellationToken);

    /// <summary>The fields of a list: <c>Tags.member.1.Key</c>, <c>Tags.member.1.Value</c>, …</summary>
    public static IEnumerable<(string Name, string Value)> Members(
        string list, IReadOnlyDictionary<string, string> pairs) =>
        pairs
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SelectMany((pair, index) =>
            {
                var member = string.Create(CultureInfo.InvariantCulture, $"{list}.member.{index + 1}");
                return new[] { ($"{member}.Key", pair.Key), ($"{member}.Value", pair.Value) };
            });

    /// <summary>A list of texts: <c>ClientIDList.member.1</c>, <c>ClientIDList.member.2</c>, …</summary>
    public static IEnumerable<(string Name, string Value)> Members(string list, IReadOnlyList<string> texts) =>
        texts.Select((text, index) => (string.Create(CultureInfo.InvariantCulture, $"{list}.member.{index + 1}"), text));

    private sealed class QueryCall<TResponse>(
        string operation,
        string? resource,
        IReadOnlyList<(string Name, string Value)> fields,
        Func<XElement, TResponse> read)
        : WireCall<TResponse>(operation, resource)
    {
        public required string ServiceName { get; init; }

        public override ResponseUnmarshaller Unmarshaller => new QueryResponse<TResponse>(read);

        public override IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, ServiceName)
            {
                HttpMethod = HttpMethod.Post.Method,
                ResourcePath = "/",
            };
            foreach (var (name, value) in fields)
                request.Parameters.Add(name, value);
            return request;
        }
    }

    private sealed class QueryResponse<TResponse>(Func<XElement, TResponse> read) : XmlResponseUnmarshaller
    {
        private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit };

        public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
        {
            try
            {
                using var reader = XmlReader.Create(input.Stream, Settings);
                return new WireResponse<TResponse> { Value = read(XElement.Load(reader)) };
            }
            catch (Exception exception) when (exception is XmlException or FormatException)
            {
                throw new AmazonUnmarshallingException(
                    input.ResponseData.GetHeaderValue("x-amzn-RequestId"),
                    lastKnownLocation: null,
                    exception,
                    input.ResponseData.StatusCode);
            }
        }

        public override AmazonServiceException UnmarshallException(
            XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
            return new AmazonServiceException(
                error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
        }
    }
}
