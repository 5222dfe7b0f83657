using System.Net;
using Amazon.Runtime;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>
/// One connection pool for all calls to AWS of this process. Connecting may take 3 s and a whole attempt 20 s;
/// certificates are always verified.
/// </summary>
internal sealed class SharedHttpClient : HttpClientFactory
{
    public static readonly SharedHttpClient Factory = Over(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(3),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AutomaticDecompression = DecompressionMethods.None,
        AllowAutoRedirect = false,
        UseCookies = false,
    });

    /// <summary>In bytes. A page of accounts and the longest secret have less than a tenth of it.</summary>
    private const int LongestAnswer = 4 * 1024 * 1024;

    private readonly HttpClient _client;

    private SharedHttpClient(HttpClient client) => _client = client;

    /// <summary>The same rules over another wire.</summary>
    public static SharedHttpClient Over(HttpMessageHandler wire) =>
        new(new HttpClient(new SdkResponseGuard(new WholeAnswerHandler(wire))) { Timeout = TimeSpan.FromSeconds(20) });

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <summary>
    /// Reads the answer to its end before the SDK sees it. The SDK asks for headers only and then reads the body
    /// synchronously with no time limit; here the limit covers both, and no thread blocks on a network.
    /// The answers of these services are small; one without an end must not fill the process's memory.
    /// </summary>
    private sealed class WholeAnswerHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
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
