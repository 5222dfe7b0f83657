using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Notifications;

/// <summary>
/// Whatever SNS responds, and whether the mail was sent or not: at most three mails of a cause in any 24 hours, and no cause
/// without at least one attempt that was not surely refused.
/// </summary>
public sealed class NotificationResponsesTests
{
    private const int Cases = 200;
    private const int MaximumReceives = 20;

    private readonly CauseRig _rig = new();

    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(1, Cases).Select(seed => new TheoryDataRow<int>(seed));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_responses_of_SNS_cause_a_fourth_mail_or_silence(int seed)
    {
        var random = new Random(seed);
        _rig.Time.AutoAdvance = true;
        using var sns = new SnsWire(_rig.Time, random);
        var topic = sns.Topic(_rig.Time);
        for (var account = 1; account <= 6; account++)
        {
            await HandleAsync(random, () => new CauseNotifier(topic, _rig.Records, _rig.Timer, _rig, _rig.Time)
                .NotifyAsync(CauseRig.Notice(account), Token));
            await CallBackAsync(topic, random, TimeSpan.FromMinutes(random.Next(0, 600)));
        }

        await CallBackAsync(topic, random, TimeSpan.FromDays(2));

        Assert.All(sns.Mails, first => Assert.InRange(
            sns.Mails.Count(mail => mail >= first && mail < first + TimeSpan.FromHours(24)), 1, CauseRecord.MostInADay));
        Assert.True(sns.Unsure > 0 || sns.Requests >= MaximumReceives, "no attempt was made that can have sent a mail");
    }

    [Fact]
    public async Task Request_whose_response_is_lost_is_sent_once()
    {
        using var sns = new SnsWire(_rig.Time, new Random(1)) { Always = new("response ended", Delivers: true) };

        await Assert.ThrowsAsync<AwsException>(() => sns.Topic(_rig.Time).SendAsync(
            new CauseNotification(FailureSummary.Of(CauseRig.Notice(1)), [Affected.Of(CauseRig.Notice(1))], Sample.Start), Token));

        Assert.Equal(1, sns.Requests);
    }

    [Theory]
    [InlineData("throttled")]
    [InlineData("unavailable")]
    [InlineData("no connection")]
    public async Task Request_that_surely_sent_nothing_is_sent_three_times(string response)
    {
        _rig.Time.AutoAdvance = true;
        using var sns = new SnsWire(_rig.Time, new Random(1)) { Always = new(response, Delivers: false) };

        await Assert.ThrowsAsync<AwsException>(() => sns.Topic(_rig.Time).SendAsync(
            new CauseNotification(FailureSummary.Of(CauseRig.Notice(1)), [Affected.Of(CauseRig.Notice(1))], Sample.Start), Token));

        Assert.Equal(3, sns.Requests);
    }

    /// <summary>The message is received until it is completed, or becomes a dead letter.</summary>
    private async Task HandleAsync(Random random, Func<Task> handle)
    {
        for (var receive = 1; receive <= MaximumReceives; receive++)
        {
            try
            {
                await handle();
                return;
            }
            catch (RemoteSystemException)
            {
                _rig.Time.Advance(TimeSpan.FromSeconds(random.Next(30, 900)));
            }
        }
    }

    private async Task CallBackAsync(INotificationTopic topic, Random random, TimeSpan by)
    {
        var end = _rig.Time.GetUtcNow() + by;
        while (_rig.Timer.Next <= end)
        {
            _rig.Time.Advance(TimeSpan.FromTicks(Math.Max(0, (_rig.Timer.Next.Value - _rig.Time.GetUtcNow()).Ticks)));
            foreach (var cause in _rig.Timer.TakeDue())
            {
                var message = Guid.NewGuid().ToString();
                await HandleAsync(random, () => new CauseDigests(topic, _rig.Records, _rig.Timer, _rig, _rig.Time)
                    .SendAsync(cause, message, Token));
            }
        }
    }

    private sealed record Response(string Kind, bool Delivers);

    /// <summary>SNS: each request is a mail or not, and has a response that matches.</summary>
    private sealed class SnsWire(TimeProvider time, Random random) : HttpMessageHandler
    {
        private static readonly Response[] Responses =
        [
            new("ok", true), new("throttled", false), new("refused", false), new("no connection", false), new("no host", false),
            new("unavailable", false), new("page of a proxy", true), new("page of a proxy", false),
            new("response ended", true), new("response ended", false), new("timeout", true), new("timeout", false),
            new("unreadable", true), new("request timeout", true),
        ];

        public List<DateTimeOffset> Mails { get; } = [];

        public int Requests { get; private set; }

        /// <summary>Requests that can have sent a mail.</summary>
        public int Unsure { get; private set; }

        public Response? Always { get; init; }

        public OperatorTopic Topic(TimeProvider time) => new(
            new SnsClient(Connection.WithTransport(new AwsTransport(SharedHttpClient.Create(this), Retries: 2))),
            "arn:aws:sns:eu-west-1:111122223333:failures",
            new RepeatCommand("lifecycle", "eu-west-1"),
            time);

        private static AwsConnection Connection => AwsConnection.FromEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ACCESS_KEY_ID"] = "ASIACALLER",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
        });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = Always ?? Responses[random.Next(Responses.Length)];
            Requests++;
            if (response.Kind is not ("throttled" or "refused" or "unavailable" or "no connection" or "no host"))
                Unsure++;
            if (response.Delivers)
                Mails.Add(time.GetUtcNow());
            return Task.FromResult(response.Kind switch
            {
                "ok" => Answer(200, "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>"),
                "throttled" => Answer(400, Error("Throttling")),
                "refused" => Answer(403, Error("AuthorizationError")),
                "unavailable" => Answer(503, Error("ServiceUnavailable")),
                "request timeout" => Answer(408, Error("RequestTimeout")),
                "page of a proxy" => Answer(403, "<html><body>Forbidden</body></html>"),
                "unreadable" => Answer(200, "<html>"),
                "no connection" => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
                "no host" => throw new HttpRequestException(HttpRequestError.NameResolutionError, "unknown host"),
                "response ended" => throw new HttpRequestException(HttpRequestError.ResponseEnded, "ended"),
                _ => throw new TaskCanceledException("timeout"),
            });
        }

        private static HttpResponseMessage Answer(int status, string body) =>
            ScriptedHttp.Response(status, new StringContent(body, System.Text.Encoding.UTF8, "text/xml"));

        private static string Error(string code) =>
            $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>";
    }
}
