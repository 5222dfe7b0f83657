using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>What every call to a remote system promises, whatever is answered to it.</summary>
internal static class FuzzedCall
{
    private const int LongestMessage = 1024;
    private const int LongestId = 512;

    /// <summary>
    /// The call returns, or throws the one exception of its system, or ends when its caller's time does; at once, for
    /// it has a wire and a clock that let nobody wait. What it tells of the answer is bounded, and tells no key.
    /// </summary>
    public static void Run<TException>(ManualTime time, Func<CancellationToken, Task> call)
        where TException : RemoteSystemException
    {
        using var invocation = new CancellationTokenSource(TimeSpan.FromMinutes(15), time);
        var running = call(invocation.Token);
        Assert.True(running.IsCompleted, "The call waits for something that is neither its wire nor its clock.");
        try
        {
            running.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (invocation.IsCancellationRequested)
        {
            // The caller's time is over.
        }
        catch (TException failed)
        {
            AssertBounded(failed);
        }
    }

    private static void AssertBounded(RemoteSystemException failed)
    {
        for (Exception? fault = failed; fault is not null; fault = fault.InnerException)
            AssertNoLonger(LongestMessage, $"the message of a {fault.GetType()}", fault.Message);

        AssertNoLonger(LongestMessage, "the advice", failed.Advice);
        AssertNoLonger(LongestId, "the code", failed.Code);
        AssertNoLonger(LongestId, "the request id", failed.RequestId);
        Assert.DoesNotContain(Sample.Key, failed.ToString(), StringComparison.Ordinal);
    }

    private static void AssertNoLonger(int longest, string what, string? text) =>
        Assert.True(text is null || text.Length <= longest, $"{what} has {text?.Length} characters.");
}
