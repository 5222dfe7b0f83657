using System.Globalization;
using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Notifications;

namespace ControlTowerLifecycle.Functions;

/// <summary>
/// INIT: settings are read, clients are built, the function that this process is starts to take invocations.
/// </summary>
internal static class Bootstrap
{
    /// <returns>The exit code; non-zero, for a runtime never ends by itself.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyDictionary<string, string> environment, Stream output, TimeProvider time, CancellationToken cancellationToken)
    {
        var log = new LifecycleLog(output, time);
        if (!environment.TryGetValue("AWS_LAMBDA_RUNTIME_API", out var address) || address.Length == 0)
        {
            log.Failed(
                "cannot start",
                "AWS_LAMBDA_RUNTIME_API is missing: this is the executable of a Lambda function, started by Lambda or by the sandbox",
                "Run the sandbox: dotnet run --project src/ControlTowerLifecycle.Sandbox");
            return 2;
        }

        // HTTP_PROXY is meant for the world outside: the Runtime API is beside the process.
        using var direct = new SocketsHttpHandler { UseProxy = false };
        using var runtimeHttp = new HttpClient(direct) { Timeout = Timeout.InfiniteTimeSpan };
        var api = new RuntimeApi(runtimeHttp, address);
        if (await InitAsync(api, environment, log, time, cancellationToken) is not { } function)
            return 1;

        return await new RuntimeLoop(api, function, log, time).RunAsync(cancellationToken);
    }

    /// <summary>Everything that can be done before the first event. No call is made.</summary>
    /// <returns>Null where the process cannot start, which Lambda has then been told.</returns>
    private static async Task<ILambdaFunction?> InitAsync(
        RuntimeApi api, IReadOnlyDictionary<string, string> environment, LifecycleLog log, TimeProvider time,
        CancellationToken cancellationToken)
    {
        try
        {
            LimitHeap(environment);
            var settings = LifecycleSettings.From(environment);
            return FunctionOf(settings, new Composition(settings, log, time), log, time);
        }
        catch (SettingsException wrong)
        {
            log.Failed("cannot start", wrong.Message, "Correct the function's environment variables.");
            if (wrong.Function == LifecycleFunctionName.Backfill)
                return new InvalidSettingsFunction(wrong, new CustomResourceResponder(Composition.NewHttp(), log, time));

            await TellAsync(api, new RuntimeError(wrong.Message, "Function.WrongSettings", []), log, cancellationToken);
            return null;
        }
        catch (Exception defect)
        {
            // The boundary of INIT: whatever it is, Lambda is told, or the deployment would wait for a process that
            // never asks.
            log.Defect("INIT", defect);
            await TellAsync(api, RuntimeError.Of(defect), log, cancellationToken);
            return null;
        }
    }

    private static async Task TellAsync(
        RuntimeApi api, RuntimeError error, LifecycleLog log, CancellationToken cancellationToken)
    {
        try
        {
            if (await api.FailInitAsync(error, cancellationToken) is { } refused)
                log.Failed("the error was not taken", refused, null);
        }
        catch (RuntimeApiException broken)
        {
            log.Failed("the process ends", broken.Message, null);
        }
    }

    private static ILambdaFunction FunctionOf(
        LifecycleSettings settings, Composition composition, LifecycleLog log, TimeProvider time) => settings.Function switch
        {
            LifecycleFunctionName.Lifecycle => LifecycleFunctionOf(settings, composition, log, time),
            _ => new BackfillFunction(
                new WalkInvocation(
                    composition.Walk!,
                    composition.Continuation,
                    new WalkMetrics(
                        settings.FunctionName, composition.VendorCalls, composition.KeyExpiry.DaysLeftAsync, log),
                    log,
                    time),
                new CustomResourceResponder(composition.Http, log, time),
                log),
        };

    private static LifecycleFunction LifecycleFunctionOf(
        LifecycleSettings settings, Composition composition, LifecycleLog log, TimeProvider time)
    {
        var people = new OperatorNotifier(composition.Notifications, log);
        var failed = new FailedMessages(
            composition.ReceivedMessages, composition.DeadLetters, people, new RetryBackoff(Random.Shared),
            settings.MaximumReceives, log);
        var metrics = new OutcomeMetrics(settings.FunctionName, composition.VendorCalls, log);
        return new LifecycleFunction(
            composition.Onboarding, composition.Departure, failed, people, metrics, log, time);
    }

    /// <summary>
    /// .NET does not see Lambda's memory limit; without this the collector would let the process grow into it.
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
