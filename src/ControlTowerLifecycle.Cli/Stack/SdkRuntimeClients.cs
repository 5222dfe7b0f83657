using Amazon.RuntimeDependencies;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>
/// Gives AWSSDK.Core the clients that it needs for profiles with a role or with IAM Identity Center. Otherwise it loads them
/// by reflection, which finds nothing in a native binary.
/// </summary>
internal static class SdkRuntimeClients
{
    public static void Register()
    {
        var registry = GlobalRuntimeDependencyRegistry.Instance;
        registry.RegisterSSOClient(context => new AmazonSSOClient());
        registry.RegisterSSOOIDCClient(context => new AmazonSSOOIDCClient());
        registry.RegisterSecurityTokenServiceClient(context => new AmazonSecurityTokenServiceClient());
    }
}
