using System.Net;
using Amazon.Runtime;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>
/// The connection pool of all calls to AWS in this process. The time limits are 3 s for a connection and 20 s for an
/// attempt. Certificates are always verified.
/// </summary>
internal sealed class SharedHttpClient : HttpClientFactory
{
    public static readonly SharedHttpClient Shared = Create(new FreshConnections(CreatePool, TimeProvider.System));

    /// <summary>A page of accounts and the longest secret have less than a tenth of it.</summary>
    private const int MaximumResponseBytes = 4 * 1024 * 1024;

    private readonly HttpClient _client;

    private SharedHttpClient(HttpClient client) => _client = client;

    public static SharedHttpClient Create(HttpMessageHandler handler) =>
        new(new HttpClient(new SdkResponseGuard(new ResponseBufferHandler(handler))) { Timeout = TimeSpan.FromSeconds(20) });

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    private static SocketsHttpHandler CreatePool() => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.None,
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    /// <summary>
    /// Reads the whole response before the SDK gets it. The SDK waits for the headers only, and then reads the body
    /// synchronously without a time limit. Here the limit includes the body, and no thread blocks on the network. The
    /// responses of these services are small; an endless response must not fill the memory.
    /// </summary>
    private sealed class ResponseBufferHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                await response.Content.LoadIntoBufferAsync(MaximumResponseBytes, cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }
}
