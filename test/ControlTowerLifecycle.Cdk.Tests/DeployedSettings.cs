using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>The functions' own reader of settings, on the environment that the template gives them.</summary>
internal static class DeployedSettings
{
    /// <summary>The faults that a function reports at start if one parameter has this value.</summary>
    public static IReadOnlyList<string> FindFaults(string parameter, string value)
    {
        var queues = $"https://sqs.eu-west-1.amazonaws.com/{SynthesizedApp.Account}";
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecuritySecretArn"] =
                $"arn:aws:secretsmanager:eu-west-1:{SynthesizedApp.Account}:secret:key-AbCdEf",
            // A budget and a number of processes that fit any tested value of the other one.
            ["WorkloadSecurityCallsPerMinute"] = "100000",
            ["MaximumConcurrency"] = "2",
            // Ref of these resources is not an ARN.
            ["WorkQueue"] = $"{queues}/WorkQueue",
            ["WorkQueueDeadLetters"] = $"{queues}/WorkQueueDeadLetters",
            ["NotificationTable"] = "NotificationTable",
            ["Protections"] = "workload-security,cloud-accounts",
            ["CloudAccountsSecretArn"] = $"arn:aws:secretsmanager:eu-west-1:{SynthesizedApp.Account}:secret:vision-AbCdEf",
            ["CloudAccountsRegion"] = "eu",
            ["CloudAccountsBusinessId"] = "5f8a1c2e-3b4d-4e6f-8a9b-0c1d2e3f4a5b",
            ["CloudAccountsInstanceId"] = "0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11",
            ["CloudAccountsCallsPerMinute"] = "100000",
            [parameter] = value,
        };
        var template = SynthesizedApp.Lifecycle;
        var deployed = IntrinsicFunctions.Deployed(template, "aws", "eu-west-1", parameters);
        var environment = template.Properties("LifecycleFunction")["Environment"]!["Variables"]!.AsObject()
            .ToDictionary(
                variable => variable.Key,
                variable => (string)deployed.Resolve(variable.Value)!,
                StringComparer.Ordinal);
        environment.Add("AWS_ACCESS_KEY_ID", "given");
        environment.Add("AWS_SECRET_ACCESS_KEY", "given");
        environment.Add("AWS_REGION", "eu-west-1");
        try
        {
            _ = LifecycleSettings.From(environment);
            return [];
        }
        catch (SettingsException wrong)
        {
            return wrong.Faults;
        }
    }
}
