using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Aws.CloudFormation;
using ControlTowerLifecycle.Cli.Aws.Logs;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Cli.Status;

/// <summary>Reads the errors of all functions of the stack in their logs.</summary>
internal sealed class ErrorReader(DeployedStack stack, Screen screen)
{
    /// <summary>Two weeks: dead letters are kept as long.</summary>
    public const int MaximumHours = 14 * 24;

    /// <summary>The log groups by their logical IDs in the template. The last two exist only with their options.</summary>
    private static readonly IReadOnlyList<(string LogicalId, string Function)> Groups =
    [
        ("LifecycleFunctionLog", "lifecycle"),
        ("BackfillFunctionLog", "backfill"),
        ("KeyRotationFunctionLog", "key rotation"),
        ("SupportCaseFunctionLog", "support case"),
    ];

    /// <summary>Lines of ours, and lines that Lambda writes about a process that ended.</summary>
    private static readonly IReadOnlyList<string> Patterns =
        ["""{ $.level = "Error" }""", "?\"Task timed out\" ?\"Runtime exited\" ?\"OutOfMemory\""];

    private readonly CloudFormationClient _stacks = new(stack.Connection);
    private readonly LogsClient _logs = new(stack.Connection);

    /// <returns>Newest first.</returns>
    /// <exception cref="AwsException">A log cannot be read.</exception>
    public async Task<IReadOnlyList<ReportedError>> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        List<ReportedError> errors = [];
        foreach (var (logicalId, function) in Groups)
        {
            screen.Progress($"reading the log of the function {function} …");
            if (await FindAsync(logicalId, cancellationToken) is not { } group)
                continue;

            foreach (var pattern in Patterns)
            {
                await foreach (var line in _logs.FilterAsync(group, pattern, since, cancellationToken, int.MaxValue))
                {
                    if (line.At >= since)
                        errors.Add(LogLines.ReadError(line, function));
                }
            }
        }

        return [.. errors.OrderByDescending(error => error.At)];
    }

    private async Task<string?> FindAsync(string logicalId, CancellationToken cancellationToken)
    {
        try
        {
            return await _stacks.FindResourceAsync(stack.Name, logicalId, cancellationToken);
        }
        catch (AwsException missing) when (missing.Code == "ValidationError")
        {
            return null;
        }
    }
}
