using System.Diagnostics;
using System.Globalization;
using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Rotation;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Functions.SupportCase;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Functions;

/// <summary>
/// INIT: reads the settings, creates the function that this process runs, and starts to take invocations.
/// </summary>
internal static class Bootstrap
{
    /// <returns>The exit code, never zero: a runtime ends only after a failure.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyDictionary<string, string> environment, Stream output, TimeProvider time, CancellationToken cancellationToken)
    {
        var log = new LifecycleLog(output, time);
        if (!environment.TryGetValue("AWS_LAMBDA_RUNTIME_API", out var address) || address.Length == 0)
        {
            log.Failed(
                "cannot start",
                "AWS_LAMBDA_RUNTIME_API is missing: Lambda or the sandbox starts this executable",
                "Run the sandbox: dotnet run --project src/ControlTowerLifecycle.Sandbox");
            return 2;
        }

        // HTTP_PROXY is for external hosts; the Runtime API is local.
        using var direct = new SocketsHttpHandler { UseProxy = false };
        using var runtimeHttp = new HttpClient(direct) { Timeout = Timeout.InfiniteTimeSpan };
        var api = new RuntimeApi(runtimeHttp, address);
        var end = new InvocationEnd(time);
        if (await InitAsync(api, environment, log, end, time, cancellationToken) is not { } function)
            return 1;

        return await new RuntimeLoop(api, function, log, end, time).RunAsync(cancellationToken);
    }

    /// <summary>Everything that can be done before the first event. Makes no call.</summary>
    /// <returns>Null if the process cannot start; the failure is then reported to Lambda.</returns>
    private static async Task<ILambdaFunction?> InitAsync(
        RuntimeApi api, IReadOnlyDictionary<string, string> environment, LifecycleLog log, InvocationEnd end,
        TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            LimitHeap(environment);
            var settings = LifecycleSettings.From(environment);
            log.Starting(settings.Function);
            return settings.Function switch
            {
                LifecycleFunctionName.Lifecycle => LifecycleComposition.Create(settings, VendorHttp.Create(), log, end, time),
                LifecycleFunctionName.Backfill => BackfillComposition.Create(settings, VendorHttp.Create(), log, end, time),
                LifecycleFunctionName.Rotation => RotationComposition.Create(settings, VendorHttp.Create(), log, end, time),
                LifecycleFunctionName.SupportCase => SupportCaseComposition.Create(settings, log, time),
                _ => throw new UnreachableException(),
            };
        }
        catch (SettingsException wrong)
        {
            log.Starting(wrong.Function);
            log.Failed("cannot start", wrong.Message, "Correct the function's environment variables.");
            if (wrong.Function == LifecycleFunctionName.Backfill)
                return new InvalidSettingsFunction(wrong, new CustomResourceResponder(VendorHttp.Create(), log, time));

            await ReportAsync(api, new RuntimeError(wrong.Message, "Function.WrongSettings", []), log, cancellationToken);
            return null;
        }
        catch (Exception defect)
        {
            // The boundary of INIT: every failure is reported to Lambda. Otherwise a deployment would wait for a process
            // that never takes an invocation.
            log.Defect("INIT", defect);
            await ReportAsync(api, RuntimeError.Of(defect), log, cancellationToken);
            return null;
        }
    }

    private static async Task ReportAsync(
        RuntimeApi api, RuntimeError error, LifecycleLog log, CancellationToken cancellationToken)
    {
        try
        {
            if (await api.FailInitAsync(error, cancellationToken) is { } refused)
                log.Failed("the error was not accepted", refused, null);
        }
        catch (RuntimeApiException broken)
        {
            log.Failed("the process ends", broken.Message, null);
        }
    }

    /// <summary>
    /// .NET does not know Lambda's memory limit: without this the garbage collector lets the process grow until it is killed.
    /// </summary>
    private static void LimitHeap(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", out var text)
            && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes))
        {
            AppContext.SetData("GCHeapHardLimit", megabytes * 1024 * 1024 * 3 / 4);
            GC.RefreshMemoryLimit();
        }
    }
}
