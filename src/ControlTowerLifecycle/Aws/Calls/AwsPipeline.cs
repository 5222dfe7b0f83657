using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>
/// The SDK's pipeline (signatures, retries with back-off, correction of clock skew, pooled connections) for a service
/// whose client package is not available.
/// </summary>
/// <remarks>It needs no disposal: its handlers hold only the connection pool that all pipelines share.</remarks>
internal sealed class AwsPipeline : AmazonServiceClient
{
    private readonly AwsService _service;

    private AwsPipeline(AwsConnection connection, AwsService service)
        : base(connection.Credentials, new PipelineConfig(connection, service)) => _service = service;

    public static AwsPipeline Create(AwsService service, AwsConnection connection) => new(connection, service);

    public Task<TResponse> SendAsync<TResponse>(WireCall<TResponse> call, CancellationToken cancellationToken)
    {
        var options = new InvokeOptions { RequestMarshaller = call, ResponseUnmarshaller = call.Unmarshaller };
        return AwsInvocation.InvokeAsync(
            _service,
            call.Operation,
            call.Resource,
            async () => (await InvokeAsync<WireResponse<TResponse>>(call, options, cancellationToken)).Value,
            cancellationToken);
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) =>
        pipeline.AddHandlerAfter<Marshaller>(new SignatureVersion4());

    private sealed class SignatureVersion4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class PipelineConfig : ClientConfig
    {
        private readonly string _id;

        public PipelineConfig(AwsConnection connection, AwsService service)
            : base(StandardDefaults.Provider)
        {
            _id = service.Id;
            ServiceId = service.Id;
            AuthenticationServiceName = service.Id;
            this.Configure(connection, service);
        }

        public override string RegionEndpointServiceName => _id;

        public override string ServiceVersion => string.Empty;

        public override string UserAgent => "control-tower-lifecycle";

        public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
            new(ServiceURL);
    }

    private sealed class StandardDefaults : IDefaultConfigurationProvider
    {
        public static readonly StandardDefaults Provider = new();

        private static readonly DefaultConfiguration Standard = new()
        {
            Name = DefaultConfigurationMode.Standard,
            RetryMode = RequestRetryMode.Standard,
        };

        public IDefaultConfiguration GetDefaultConfiguration(
            RegionEndpoint clientRegion, DefaultConfigurationMode? requestedConfigurationMode = null) => Standard;
    }
}
