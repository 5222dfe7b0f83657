using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Sns;

/// <summary>Topics of the caller's region.</summary>
internal sealed class SnsClient(AwsConnection connection)
{
    private const int MaximumSubjectLength = 99;

    private readonly QueryApi _api = new(connection.WithoutRetries(), AwsService.Sns, "2010-03-31");

    /// <summary>
    /// Publishes to every subscriber of a topic and returns the message id. The call is sent once: a repetition after a lost
    /// response would be a second mail.
    /// </summary>
    /// <param name="topicArn">The topic.</param>
    /// <param name="subject">
    /// The subject of the mail. SNS accepts 99 ASCII characters on one line; other characters become <c>?</c>, and a longer
    /// text is cut.
    /// </param>
    /// <param name="messages">The texts, up to 256 KiB together.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="AwsException">SNS refuses or does not respond.</exception>
    public Task<string> PublishAsync(
        string topicArn, string subject, TopicMessages messages, CancellationToken cancellationToken) =>
        _api.CallAsync(
            "Publish",
            topicArn,
            [("TopicArn", topicArn), ("Subject", Fit(subject)), ("Message", messages.ToString()), ("MessageStructure", "json")],
            result => result.Text("MessageId"),
            cancellationToken);

    // SNS would refuse the whole notification because of one umlaut in the name of an account.
    private static string Fit(string subject)
    {
        var plain = string.Concat(subject.Select(character => character is >= ' ' and <= '~' ? character : '?')).Trim();
        return plain.Length <= MaximumSubjectLength ? plain : plain[..MaximumSubjectLength].TrimEnd();
    }
}
