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
