using System.Globalization;
using System.Runtime.InteropServices;

namespace ControlTowerLifecycle.Sandbox.Lambda;

/// <summary>The environment variables of a function's process: those of Lambda, those of the function, and the few that
/// a process on this machine needs. No other variable of this process is passed on, in particular no AWS_*
/// variable.</summary>
internal static class FunctionVariables
{
    private static readonly string[] MachineNames =
    [
        "PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64",
        "SystemRoot", "SystemDrive", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA", "ProgramFiles",
    ];

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    };

    /// <exception cref="ArgumentException">The function's settings contain a reserved variable.</exception>
    public static void Check(SandboxFunctionSettings settings)
    {
        var refused = settings.Variables.Keys.Where(Reserved.Contains).Order(StringComparer.Ordinal).ToList();
        if (refused.Count > 0)
        {
            throw new ArgumentException(
                $"A function cannot set variables that Lambda reserves: {string.Join(", ", refused)}.",
                nameof(settings));
        }
    }

    public static IReadOnlyDictionary<string, string> Create(
        SandboxFunctionSettings settings, string runtimeApi, string logStream)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in MachineNames)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                variables[name] = value;
        }

        if (RuntimeRoot() is { } root)
            variables.TryAdd("DOTNET_ROOT", root);
        foreach (var (name, value) in settings.Variables)
            variables[name] = value;
        foreach (var (name, value) in LambdaVariables(settings, runtimeApi, logStream))
            variables[name] = value;
        variables.TryAdd("TZ", ":UTC");
        variables.TryAdd("LANG", "en_US.UTF-8");
        return variables;
    }

    /// <summary>The directory of this process's .NET; null if it is self-contained. The child process searches only the
    /// default locations.</summary>
    private static string? RuntimeRoot()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return Directory.Exists(Path.Combine(root, "host", "fxr")) ? root : null;
    }

    private static Dictionary<string, string> LambdaVariables(
        SandboxFunctionSettings settings, string runtimeApi, string logStream) =>
        new(StringComparer.Ordinal)
        {
            ["_HANDLER"] = "bootstrap",
            ["AWS_REGION"] = settings.Region,
            ["AWS_DEFAULT_REGION"] = settings.Region,
            ["AWS_ACCESS_KEY_ID"] = settings.Credentials.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = settings.Credentials.SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = settings.Credentials.SessionToken,
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["AWS_LAMBDA_FUNCTION_NAME"] = settings.Name,
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = settings.MemorySize.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{settings.Name}",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = logStream,
            ["LAMBDA_TASK_ROOT"] = AppContext.BaseDirectory,
            ["LAMBDA_RUNTIME_DIR"] = AppContext.BaseDirectory,
        };
}
