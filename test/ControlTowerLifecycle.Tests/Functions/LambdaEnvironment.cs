namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// The variables of a function. All its calls, except those of the Runtime API, go to one server on this machine.
/// </summary>
internal static class LambdaEnvironment
{
    public static Dictionary<string, string> Of(string function, string runtimeApi, string server) => new(
        StringComparer.Ordinal)
    {
        ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
        ["LIFECYCLE_FUNCTION"] = function,
        ["AWS_REGION"] = "eu-west-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = Secrets.SecretAccessKey,
        ["AWS_SESSION_TOKEN"] = Secrets.SessionToken,
        ["AWS_ENDPOINT_URL"] = $"http://{server}",
        ["WORKLOAD_SECURITY_ENDPOINT"] = $"http://{server}",
        ["WORKLOAD_SECURITY_SECRET_ARN"] = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:trend-AbCdEf",
        ["MANAGEMENT_ACCOUNT_ID"] = "111122223333",
        ["WORK_QUEUE_URL"] = $"http://{server}/111122223333/work",
    };
}
