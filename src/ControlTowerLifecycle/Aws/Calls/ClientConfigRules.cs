using Amazon.Runtime;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The rules every client of the SDK follows here, whether it is one of ours or one of Amazon's.</summary>
internal static class ClientConfigRules
{
    /// <remarks>
    /// Whatever is left unset the SDK looks up in environment variables and profile files of the machine. All of it is
    /// set, so that a call depends on its <see cref="AwsConnection"/> and on nothing else.
    /// </remarks>
    public static void Follow(this ClientConfig config, AwsConnection connection, AwsService service)
    {
        // FIPS and dual stack are in the URL already; the SDK refuses them beside an explicit URL.
        config.ServiceURL = connection.Endpoints.For(service).AbsoluteUri;
        config.AuthenticationRegion = connection.Endpoints.SigningRegion(service);
        config.UseFIPSEndpoint = false;
        config.UseDualstackEndpoint = false;
        config.IgnoreConfiguredEndpointUrls = true;
        config.AuthSchemePreference = ["sigv4"];
        config.SigV4aSigningRegionSet = [];
        config.HttpClientFactory = connection.Transport.Http;
        config.AllowAutoRedirect = false;
        Retry(config, connection.Transport.Retries);
        LeaveOut(config);
    }

    // By default a reset connection is tried ten times more, at once; a service in trouble does not deserve that.
    private static void Retry(ClientConfig config, int retries)
    {
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = retries;
        config.MaxStaleConnectionRetries = 1;
        config.DisableClockSkewCorrection = false;
    }

    private static void LeaveOut(ClientConfig config)
    {
        config.DisableLogging = true;
        config.DisableRequestCompression = true;
        config.RequestMinCompressionSizeBytes = 0;
        config.EndpointDiscoveryEnabled = false;
        config.AccountIdEndpointMode = AccountIdEndpointMode.DISABLED;
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        config.ClientAppId = string.Empty;
    }
}
