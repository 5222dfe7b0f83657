using System.Net;
using System.Net.Sockets;
using System.Text;
using ControlTowerLifecycle.Aws.Sns;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Hosting;

public class CompositionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Without_topic_and_queue_there_is_nobody_to_tell_and_nothing_to_walk_for()
    {
        using var composition = Build();

        Assert.Null(composition.Notifications);
        Assert.Null(composition.Walk);
        Assert.Null(composition.Departure);
        Assert.Null(composition.DeadLetters);
        Assert.Null(composition.ReceivedMessages);
        Assert.NotNull(composition.Onboarding);
    }

    [Fact]
    public void With_a_topic_there_is_somebody_to_tell()
    {
        using var composition = Build(("NOTIFICATION_TOPIC_ARN", "arn:aws:sns:eu-west-1:111122223333:failures"));

        Assert.IsType<TopicNotifier>(composition.Notifications);
    }

    [Fact]
    public void With_a_topic_and_a_table_it_is_told_once_a_day()
    {
        using var composition = Build(
            ("NOTIFICATION_TOPIC_ARN", "arn:aws:sns:eu-west-1:111122223333:failures"),
            ("NOTIFICATION_TABLE_NAME", "told"));

        Assert.IsType<DailyNotifier>(composition.Notifications);
    }

    [Fact]
    public void With_a_queue_of_dead_letters_they_are_kept()
    {
        using var composition = Build(("DEAD_LETTER_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111122223333/dead"));

        Assert.NotNull(composition.DeadLetters);
    }

    [Fact]
    public void With_a_queue_there_is_a_walk()
    {
        using var composition = Build(("WORK_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111122223333/work"));

        Assert.NotNull(composition.Walk);
        Assert.NotNull(composition.ReceivedMessages);
    }

    [Fact]
    public void Accounts_that_left_are_disconnected_where_that_is_asked_for()
    {
        using var composition = Build(("ACCOUNT_LEFT", "disconnect"));

        Assert.NotNull(composition.Departure);
    }

    [Theory]
    [InlineData("keep", false)]
    [InlineData("disconnect", true)]
    public void A_walk_finds_accounts_that_left_where_they_are_to_be_disconnected(string action, bool disconnects)
    {
        using var composition = Build(
            ("ACCOUNT_LEFT", action), ("WORK_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111122223333/work"));

        Assert.Equal(disconnects, composition.Walk!.Disconnects);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_for_it_would_carry_the_key_elsewhere()
    {
        using var composition = Build();

        var (status, _) = await GetAsync(composition, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n");

        Assert.Equal(HttpStatusCode.Found, status);
    }

    [Fact]
    public async Task A_cookie_is_not_kept()
    {
        using var composition = Build();
        await GetAsync(composition, "HTTP/1.1 200 OK\r\nSet-Cookie: session=1\r\n");

        var (_, request) = await GetAsync(composition, "HTTP/1.1 200 OK\r\n");

        Assert.DoesNotContain("Cookie", request, StringComparison.OrdinalIgnoreCase);
    }

    private static Composition Build(params (string Name, string Value)[] settings) => new(
        LifecycleSettings.From(SampleEnvironment.With(settings)),
        new LifecycleLog(Stream.Null, TimeProvider.System),
        TimeProvider.System);

    private static async Task<(HttpStatusCode Status, string Request)> GetAsync(Composition composition, string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var serving = ServeAsync(listener, answer);
        using var response = await composition.Http.GetAsync(address, Token);
        return (response.StatusCode, await serving);
    }

    /// <summary>Answers one request on one connection; a second connection is refused.</summary>
    private static async Task<string> ServeAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        listener.Stop();
        await using var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, Token)));

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{answer}Content-Length: 0\r\nConnection: close\r\n\r\n"), Token);
        return request.ToString();
    }
}
