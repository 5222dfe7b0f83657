using System.Net;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>
/// A server that returns the same response to every call. The input determines status, headers and body. It responds
/// immediately, so a call that does not complete immediately waits for something else. It counts the calls for an
/// input, and fails if a call goes to another host.
/// </summary>
internal sealed class FuzzedWire(string host) : HttpMessageHandler
{
    /// <summary>
    /// More than any input needs: a page that is throttled during all fifteen minutes of an invocation is requested
    /// about 35 times.
    /// </summary>
    private const int MaximumCalls = 64;

    private const int NoResponse = 0;

    private static readonly int[] Statuses =
    [
        200, 200, 200, 200, 200, 200, 201, 204, 301, 307, 308, 400, 400,
        401, 403, 404, 404, 408, 409, 413, 422, 429, 500, 502, 503, NoResponse,
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Retry-After", ["0", "1", "-1", "-5", "7", "120", "2147483647", "99999999999999",
            "Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "soon", ""]),
        ("x-amzn-RequestId", ["request-1", "", new string('r', 5000), "a\tb"]),
        ("X-Request-ID", ["request-1", "", new string('r', 5000)]),
        ("x-amzn-ErrorType",
            ["ThrottlingException:http://example.com/", "", ":", "AccessDenied", new string('e', 5000)]),
        ("x-amz-crc32", ["0", "x"]),
        ("Location", ["https://elsewhere.test/", "/", "::"]),
        ("Date", ["Wed, 21 Oct 2015 07:28:00 GMT", "never"]),
        ("Content-Type", ["text/xml", "application/x-amz-json-1.1", "text/html; charset=nonsense", "x"]),
        ("Content-Encoding", ["gzip", "aws-chunked"]),
    ];

    private FuzzInput _input = null!;
    private int _status;
    private IReadOnlyList<(string Name, string Value)> _headers = [];
    private int _calls;

    public void Begin(FuzzInput input)
    {
        _calls = 0;
        _input = input;
        _status = input.Random.One(Statuses);
        _headers =
        [
            .. Headers.Where(_ => input.Random.Next(4) == 0)
                .Select(header => (header.Name, input.Random.One(header.Values))).ToList(),
        ];
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri?.Host != host)
            throw new UnexpectedCallException($"{request.Method} {request.RequestUri}, another host");
        if (++_calls > MaximumCalls)
            throw new UnexpectedCallException($"{request.Method} {request.RequestUri} for the {_calls}th time");
        _input.Reads = _calls;
        if (_status == NoResponse)
            return Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ConnectionError));

        var response = new HttpResponseMessage((HttpStatusCode)_status)
        {
            Content = new ByteArrayContent(_input.Bytes),
            RequestMessage = request,
        };
        foreach (var (name, value) in _headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return Task.FromResult(response);
    }
}
