namespace ControlTowerLifecycle.Aws.Sqs;

/// <summary>The ARN of a queue, which some operations need in place of its URL.</summary>
internal static class QueueArn
{
    /// <param name="queueUrl">The URL. Its path ends with the account and the name of the queue.</param>
    /// <param name="connection">The connection to the region of the queue.</param>
    public static string? FromUrl(string? queueUrl, AwsConnection connection) =>
        Uri.TryCreate(queueUrl, UriKind.Absolute, out var url) && url.AbsolutePath.Split('/') is [.., var account, var name]
            ? $"arn:{connection.Partition}:sqs:{connection.Region}:{account}:{name}"
            : null;
}
