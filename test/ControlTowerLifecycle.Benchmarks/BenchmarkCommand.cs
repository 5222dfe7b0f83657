using System.CommandLine;
using ControlTowerLifecycle.Benchmarks.Measurements;
using ControlTowerLifecycle.Benchmarks.Report;

namespace ControlTowerLifecycle.Benchmarks;

/// <summary>The command line of the benchmarks.</summary>
internal sealed class BenchmarkCommand
{
    private const int Failed = 1;
    private const int CannotStart = 2;
    private const int Interrupted = 130;

    private readonly Option<string[]> _only = new("--only")
    {
        Description = $"Measure these parts alone: {string.Join(", ", AllMeasurements.Names)}.",
        HelpName = "PART",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Write one JSON document to standard output. The progress goes to standard error.",
    };

    private readonly Option<bool> _write = new("--write")
    {
        Description = "Write docs/benchmarks.json and the tables of docs/benchmarks.md. Needs all parts.",
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Compare the ratios and the counts of this run with docs/benchmarks.json. Times are not compared:"
            + " they depend on the machine.",
    };

    private BenchmarkCommand()
    {
    }

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var parsed = new BenchmarkCommand().Build().Parse(arguments);
        var isInvalid = parsed.Errors.Count > 0;
        var configuration = new InvocationConfiguration
        {
            Output = isInvalid ? error : output,
            Error = error,
            ProcessTerminationTimeout = null,
        };
        var exitCode = await parsed.InvokeAsync(configuration, cancellationToken);
        return isInvalid ? CannotStart : exitCode;
    }

    private RootCommand Build()
    {
        var command = new RootCommand(
            """
            Measures the packages of the functions on this machine: start, memory, calls, throughput, scale. The sandbox
            answers for AWS and the vendor on loopback addresses; there is no network. Build the packages first:
            ./build.sh --portable --native --tool. It takes about nine minutes on two cores. Close other programs.

            Exit codes: 0 everything was measured; 1 a measurement failed, or a ratio differs with --check; 2 an argument
            is invalid or a package is missing; 130 interrupted.
            """)
        {
            _only, _json, _write, _check,
        };
        _only.Validators.Add(result =>
        {
            foreach (var name in result.Tokens.Select(token => token.Value).Except(AllMeasurements.Names, StringComparer.Ordinal))
                result.AddError($"There is no part '{name}'. The parts are {string.Join(", ", AllMeasurements.Names)}.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(_write) && result.GetValue(_only) is { Length: > 0 })
                result.AddError("--write needs all parts: it cannot be used with --only.");
        });
        command.SetAction(MeasureAsync);
        return command;
    }

    private async Task<int> MeasureAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var progress = parsed.GetValue(_json) ? error : output;
        try
        {
            var only = parsed.GetValue(_only) is { Length: > 0 } names ? names : [.. AllMeasurements.Names];
            var report = await AllMeasurements.RunAsync(only, Packages.Find(), progress, cancellationToken);
            if (parsed.GetValue(_json))
                await output.WriteLineAsync(report.ToJson());
            if (parsed.GetValue(_write))
                await BenchmarkPage.WriteAsync(report, cancellationToken);
            return parsed.GetValue(_check) ? await CheckAsync(report, progress, cancellationToken) : 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("Interrupted. Nothing was written.");
            return Interrupted;
        }
        catch (MissingPackageException missing)
        {
            await error.WriteLineAsync(missing.Message);
            return CannotStart;
        }
        catch (MeasurementException failed)
        {
            await error.WriteLineAsync(failed.Message);
            return Failed;
        }
    }

    private static async Task<int> CheckAsync(
        BenchmarkReport report, TextWriter progress, CancellationToken cancellationToken)
    {
        var differences = RatioCheck.Compare(await BenchmarkPage.ReadAsync(cancellationToken), report);
        foreach (var difference in differences)
            await progress.WriteLineAsync(difference);
        await progress.WriteLineAsync(differences.Count == 0
            ? "Every ratio and every count is as committed."
            : $"{differences.Count} ratios or counts differ from docs/benchmarks.json.");
        return differences.Count == 0 ? 0 : Failed;
    }
}
