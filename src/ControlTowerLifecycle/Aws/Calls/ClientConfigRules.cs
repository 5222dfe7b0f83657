using Amazon.Runtime;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The configuration of every client of the SDK, both ours and Amazon's.</summary>
internal static class ClientConfigRules
{
    /// <remarks>
    /// The SDK looks up each unset value in environment variables and profile files. All values are set here, so that a
    /// call depends on its <see cref="AwsConnection"/> only.
    /// </remarks>
    public static void Configure(this ClientConfig config, AwsConnection connection, AwsService service)
    {
        // The URL includes FIPS and dual stack already; the SDK rejects these flags together with an explicit URL.
        config.ServiceURL = connection.Endpoints.GetUrl(service).AbsoluteUri;
        config.AuthenticationRegion = connection.Endpoints.GetSigningRegion(service);
        config.UseFIPSEndpoint = false;
        config.UseDualstackEndpoint = false;
        config.IgnoreConfiguredEndpointUrls = true;
        config.AuthSchemePreference = ["sigv4"];
        config.SigV4aSigningRegionSet = [];
        config.HttpClientFactory = connection.Transport.Http;
        config.AllowAutoRedirect = false;
        ConfigureRetries(config, connection.Transport.Retries);
        DisableUnusedFeatures(config);
    }

    private static void ConfigureRetries(ClientConfig config, int retries)
    {
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = retries;

        // The default for a reset connection is ten more attempts without a pause.
        config.MaxStaleConnectionRetries = Math.Min(1, retries);
        config.DisableClockSkewCorrection = false;
    }

    private static void DisableUnusedFeatures(ClientConfig config)
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
