using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>The functions' own reader of settings, on the environment that the template gives them.</summary>
internal static class FunctionSettings
{
    /// <summary>What a function says at its start where one parameter has this value.</summary>
    public static IReadOnlyList<string> FaultsOf(string parameter, string value)
    {
        var here = $"eu-west-1.amazonaws.com/{Synthesized.Account}";
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WorkloadSecuritySecretArn"] = $"arn:aws:secretsmanager:eu-west-1:{Synthesized.Account}:secret:key-AbCdEf",
            // Budget and processes that leave any process enough, whatever the other one of the two is.
            ["WorkloadSecurityCallsPerMinute"] = "100000",
            ["MaximumConcurrency"] = "2",
            // What a Ref of these resources gives is no ARN.
            ["WorkQueue"] = $"https://sqs.{here}/WorkQueue",
            ["WorkQueueDeadLetters"] = $"https://sqs.{here}/WorkQueueDeadLetters",
            ["NotificationTable"] = "NotificationTable",
            [parameter] = value,
        };
        var template = Synthesized.Lifecycle;
        var deployed = Intrinsics.Deployed(template, "aws", "eu-west-1", parameters);
        var environment = template.Properties("LifecycleFunction")["Environment"]!["Variables"]!.AsObject()
            .ToDictionary(one => one.Key, one => (string)deployed.Resolve(one.Value)!, StringComparer.Ordinal);
        foreach (var ofLambda in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY" })
            environment.Add(ofLambda, "given");
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
