namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>The environment of a function with its required settings only.</summary>
internal static class SampleEnvironment
{
    public static Dictionary<string, string> With(params IEnumerable<(string Name, string Value)> settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LIFECYCLE_FUNCTION"] = "lifecycle",
            ["MANAGEMENT_ACCOUNT_ID"] = "111122223333",
            ["WORKLOAD_SECURITY_SECRET_ARN"] =
                "arn:aws:secretsmanager:eu-west-1:111122223333:secret:TrendMicro/CloudOne/WorkloadApiKey-AbCdEf",
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "example",
        };
        foreach (var (name, value) in settings)
            environment[name] = value;

        return environment;
    }
}
