namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>
/// The SDK compares MD5 sums in the responses of SQS, and does not expect an entry or a value that is null or that was not sent.
/// </summary>
internal static class ComparedSums
{
    /// <exception cref="FormatException">The response has such an entry.</exception>
    public static async Task<TResponse> ReadAsync<TResponse>(Func<Task<TResponse>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is KeyNotFoundException or NullReferenceException)
        {
            throw new FormatException("The response has an entry that is null or was not sent.", exception);
        }
    }
}
