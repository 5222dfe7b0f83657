using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Hosting.Metrics;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.Hosting;

public class MetricsTests
{
    private readonly MemoryStream _output = new();
    private readonly LifecycleLog _log;

    public MetricsTests() => _log = new LifecycleLog(_output, new ManualTime(Sample.Start));

    [Fact]
    public void Metrics_line_has_the_embedded_metric_format()
    {
        _log.WriteMetrics("f", [new(Metric.AccountsTotal, 12), new(Metric.OnboardingDuration, 812.5, 901)]);

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Information","message":"metrics",
             "_aws":{"Timestamp":1795165920000,"CloudWatchMetrics":[{"Namespace":"ControlTowerLifecycle",
               "Dimensions":[["FunctionName"]],
               "Metrics":[{"Name":"AccountsTotal","Unit":"Count"},{"Name":"OnboardingDuration","Unit":"Milliseconds"}]}]},
             "FunctionName":"f","AccountsTotal":12,"OnboardingDuration":[812.5,901]}
            """);
    }

    [Fact]
    public void Skipped_accounts_have_a_metric_for_each_reason()
    {
        _log.WriteMetrics("f", [new(Metric.AccountsSkipped, 3)], "suspended");

        AssertLine("""
            {"timestamp":"2026-11-20T09:12:00Z","level":"Information","message":"metrics",
             "_aws":{"Timestamp":1795165920000,"CloudWatchMetrics":[{"Namespace":"ControlTowerLifecycle",
               "Dimensions":[["FunctionName","Reason"]],"Metrics":[{"Name":"AccountsSkipped","Unit":"Count"}]}]},
             "FunctionName":"f","Reason":"suspended","AccountsSkipped":3}
            """);
    }

    [Fact]
    public void Empty_list_of_measurements_writes_no_line()
    {
        _log.WriteMetrics("f", []);

        Assert.Empty(_output.ToArray());
    }

    [Fact]
    public void Values_above_the_limit_of_the_format_are_left_out()
    {
        _log.WriteMetrics("f", [new(Metric.OnboardingDuration, [.. Enumerable.Repeat(1.0, 101)])]);

        Assert.Equal(100, Line()["OnboardingDuration"]!.AsArray().Count);
    }

    [Fact]
    public void Outcomes_are_counted_until_written_and_written_once()
    {
        var metrics = new OutcomeMetrics("f", new VendorCallCount(), _log);
        var failure = new RunFailure("observe", "it failed", null);
        metrics.Add(new RunOutcome.Onboarded([]), TimeSpan.FromMilliseconds(812));
        metrics.Add(new RunOutcome.Unchanged(), TimeSpan.FromMilliseconds(80));
        metrics.Add(new RunOutcome.Retry(failure, []), TimeSpan.FromMilliseconds(80));
        metrics.Add(new RunOutcome.Rejected(failure, []), TimeSpan.FromMilliseconds(80));

        metrics.Write();
        metrics.Write();

        var line = Line();
        Assert.Equal(
            (1, 1, 1, 812.0),
            ((int)line["AccountsOnboarded"]!, (int)line["AttemptsRetried"]!, (int)line["AttemptsRejected"]!,
                (double)line["OnboardingDuration"]!));
    }

    private JsonNode Line() => JsonNode.Parse(Encoding.UTF8.GetString(_output.ToArray()))!;

    private void AssertLine(string expected) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), Line().ToJsonString());
}
