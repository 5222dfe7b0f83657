using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Fuzzing;

/// <summary>The guarantees of each call to a remote system, whatever the response is.</summary>
internal static class FuzzedCall
{
    private const int MaximumMessageLength = 1024;
    private const int MaximumIdLength = 512;

    /// <summary>
    /// The call returns, throws the one exception of its system, or ends with its caller's deadline. It completes
    /// immediately, because neither the wire nor the clock of the test waits. The text of the exception is bounded and
    /// contains no key.
    /// </summary>
    public static void Run<TException>(ManualTime time, Func<CancellationToken, Task> call)
        where TException : RemoteSystemException
    {
        using var invocation = new CancellationTokenSource(TimeSpan.FromMinutes(15), time);
        var running = call(invocation.Token);
        Assert.True(running.IsCompleted, "The call waits for something other than its wire and its clock.");
        try
        {
            running.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (invocation.IsCancellationRequested)
        {
            // The caller's deadline has passed.
        }
        catch (TException failure)
        {
            AssertBounded(failure);
        }
    }

    private static void AssertBounded(RemoteSystemException failure)
    {
        for (Exception? fault = failure; fault is not null; fault = fault.InnerException)
            AssertNoLonger(MaximumMessageLength, $"the message of a {fault.GetType()}", fault.Message);

        AssertNoLonger(MaximumMessageLength, "the advice", failure.Advice);
        AssertNoLonger(MaximumIdLength, "the code", failure.Code);
        AssertNoLonger(MaximumIdLength, "the request id", failure.RequestId);
        Assert.DoesNotContain(Sample.Key, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(CloudSample.Key, failure.ToString(), StringComparison.Ordinal);
    }

    private static void AssertNoLonger(int maximum, string name, string? text) =>
        Assert.True(text is null || text.Length <= maximum, $"{name} has {text?.Length} characters.");
}
