using System.Net;
using Amazon.Runtime;

namespace ControlTowerLifecycle.Aws.Pipeline;

/// <summary>
/// One connection pool for all calls to AWS of this process. Connecting may take 3 s and a whole attempt 20 s;
/// certificates are always verified.
/// </summary>
internal sealed class SharedHttpClient : HttpClientFactory
{
    public static readonly SharedHttpClient Factory = new();

    private readonly HttpClient _client = NewClient();

    private SharedHttpClient()
    {
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    private static HttpClient NewClient() =>
        new(new WholeAnswerHandler(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = DecompressionMethods.None,
            AllowAutoRedirect = false,
            UseCookies = false,
        }))
        {
            Timeout = TimeSpan.FromSeconds(20),
        };

    /// <summary>
    /// Reads the answer to its end before the SDK sees it. The SDK asks for headers only and then reads the body
    /// synchronously with no time limit; here the limit covers both, and no thread blocks on a network.
    /// The answers of these services are small.
    /// </summary>
    private sealed class WholeAnswerHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                await response.Content.LoadIntoBufferAsync(cancellationToken);
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
