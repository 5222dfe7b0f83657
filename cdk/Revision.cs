using System.Security.Cryptography;
using System.Text;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// What the roles in all accounts are made from, as one hash: when it changes, CloudFormation runs the backfill and
/// every role is refreshed. Settings that are parameters are known at deployment only; the custom resource names them
/// beside this.
/// </summary>
internal static class Revision
{
    public static string Of(FunctionPackage package, string connectorPolicy) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{package.Sha256}\n{connectorPolicy}")));
}
