using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;
using Amazon.RuntimeDependencies;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>
/// Gives AWSSDK.Core the clients that it needs for profiles with a role or with IAM Identity Center. Otherwise it finds
/// their types by name, and a native binary has only the types that are referenced.
/// </summary>
internal static class SdkRuntimeClients
{
    private const DynamicallyAccessedMemberTypes Constructors =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors;

    /// <remarks>
    /// The client of STS is not registered: the SDK creates one for each profile, with the credentials of its source profile,
    /// which a registered one does not get.
    /// </remarks>
    [DynamicDependency(Constructors, typeof(AmazonSecurityTokenServiceClient))]
    [DynamicDependency(Constructors | DynamicallyAccessedMemberTypes.PublicProperties, typeof(AmazonSecurityTokenServiceConfig))]
    public static void Register()
    {
        var registry = GlobalRuntimeDependencyRegistry.Instance;
        registry.RegisterSSOClient(context => new AmazonSSOClient(
            new AnonymousAWSCredentials(), new AmazonSSOConfig { RegionEndpoint = context.SSOClientContextData.Region }));
        registry.RegisterSSOOIDCClient(context => new AmazonSSOOIDCClient(
            new AnonymousAWSCredentials(), new AmazonSSOOIDCConfig { RegionEndpoint = context.SSOOIDCClientContextData.Region }));
    }
}
