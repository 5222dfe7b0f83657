using System.Diagnostics;
using ControlTowerLifecycle.Aws.SecretsManager;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.VendorCalls;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Rotation;

namespace ControlTowerLifecycle.Functions.Rotation;

/// <summary>The rotation function with everything it uses, once a process. Makes no call.</summary>
internal static class RotationComposition
{
    public static RotationFunction Create(
        LifecycleSettings settings, HttpClient http, LifecycleLog log, InvocationEnd end, TimeProvider time)
    {
        var wanted = settings.WorkloadSecurity
            ?? throw new UnreachableException("The settings of the rotation function require workload-security.");
        var versions = new SecretVersions(new SecretsManagerClient(settings.Aws), wanted.SecretArn);
        var budget = new CallBudget(wanted.CallsPerMinute, time) { InvocationEnd = end };
        return new RotationFunction(
            wanted.SecretArn, versions, new KeyRotation(wanted.SecretArn, versions, Open, time), log);

        RotationKeys Open(string secret)
        {
            var keys = new ApiKeySource(_ => Task.FromResult(secret), wanted.KeyStyle, time);
            var vendor = new WorkloadSecurityHttp(http, wanted.Endpoint, keys, budget, time);
            return new RotationKeys(
                new ApiKeysClient(vendor), new WorkloadSecurityClient(vendor), settings.ManagementAccountId);
        }
    }
}
