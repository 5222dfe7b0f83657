using System.Diagnostics;

namespace ControlTowerLifecycle.Sandbox;

/// <summary>A process with the credentials of the sandbox's operator, and with no other AWS setting of this process.</summary>
internal static class OperatorProcess
{
    /// <summary>Starts it with redirected output and an empty standard input.</summary>
    public static Process Start(SandboxServer server, string executable, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);

        start.Environment["AWS_ENDPOINT_URL"] = server.AwsEndpoint.AbsoluteUri;
        start.Environment["AWS_REGION"] = server.Organization.Region;
        start.Environment["AWS_ACCESS_KEY_ID"] = server.OperatorCredentials.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = server.OperatorCredentials.SecretKey;
        start.Environment["AWS_SESSION_TOKEN"] = server.OperatorCredentials.SessionToken;
        start.Environment["NO_PROXY"] = "127.0.0.1";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
