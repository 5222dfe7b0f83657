using System.Security.Cryptography;
using System.Text;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// One hash over package and connector policy, from which the roles in all accounts are made. When it changes,
/// CloudFormation runs the backfill, which refreshes every role. Settings that are parameters are known at deployment
/// only; the custom resource lists them beside this hash.
/// </summary>
internal static class Revision
{
    public static string Compute(FunctionPackage package, string connectorPolicy) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{package.Sha256}\n{connectorPolicy}")));
}
