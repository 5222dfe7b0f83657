using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using CloudWatchMetric = Amazon.CDK.AWS.CloudWatch.Metric;
using Metric = ControlTowerLifecycle.Hosting.Metrics.Metric;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>
/// The dashboard. It answers at a glance: is every account protected, what is failing, what is queued. The first two
/// are read from the outcome lines of the log, where the last one of an account is what counts.
/// </summary>
internal sealed class Overview : Construct
{
    private static readonly Duration Hourly = Duration.Hours(1);

    public Overview(Construct scope, string id, WatchedProps props, Alarms alarms)
        : base(scope, id)
    {
        Dashboard = new Dashboard(this, "Resource", new DashboardProps { DefaultInterval = Duration.Days(7) });
        Dashboard.AddWidgets(new AlarmStatusWidget(new AlarmStatusWidgetProps
        {
            Title = "Is anything wrong?",
            Alarms = [.. alarms.All],
            Width = 24,
            Height = 3,
        }));
        Dashboard.AddWidgets(
            LastReconcile(props.Backfill),
            Graph("What did reconciles find? Accounts",
                Measured.By(props.Backfill, Metric.AccountsMissing, "Maximum", "missing", Hourly),
                Measured.By(props.Backfill, Metric.AccountsDrifted, "Maximum", "drifted", Hourly),
                Measured.By(props.Backfill, Metric.AccountsFailed, "Maximum", "cannot be entered", Hourly)));
        Dashboard.AddWidgets(
            Log(props, "Is every account protected? Accounts by their last outcome", LogQueryVisualizationType.PIE, 8,
                "filter message = 'outcome'", "stats latest(outcome) as last by accountId",
                    "stats count(*) as accounts by last"),
            Log(props, "What is failing? Accounts whose last outcome is retry or rejected",
                LogQueryVisualizationType.TABLE, 16,
                "filter message = 'outcome'",
                "stats latest(@timestamp) as at, latest(outcome) as last, latest(accountName) as name, "
                    + "latest(failure.cause) as cause, latest(failure.whatToDo) as whatToDo by accountId",
                "filter last in ['retry', 'rejected']", "sort at desc"));
        Dashboard.AddWidgets(
            Graph("What is queued? Messages",
                props.Work.Queue.MetricApproximateNumberOfMessagesVisible(Labelled("waiting", "Maximum")),
                props.Work.Queue.MetricApproximateNumberOfMessagesNotVisible(Labelled("worked on or hidden", "Maximum")),
                props.Work.DeadLetters.MetricApproximateNumberOfMessagesVisible(Labelled("dead letters", "Maximum"))),
            Graph("How long does the oldest wait? Seconds",
                props.Work.Queue.MetricApproximateAgeOfOldestMessage(Labelled("oldest message", "Maximum"))));
        Dashboard.AddWidgets(
            Graph("How long does an account take? Milliseconds",
                Measured.By(props.Lifecycle, Metric.OnboardingDuration, "p50", "half of them"),
                Measured.By(props.Lifecycle, Metric.OnboardingDuration, "p95", "19 of 20"),
                Measured.By(props.Lifecycle, Metric.OnboardingDuration, "Maximum", "longest")),
            Graph("What is asked of the vendor? Calls",
                Measured.By(props.Lifecycle, Metric.VendorCalls, "Sum", "of the lifecycle function"),
                Measured.By(props.Backfill, Metric.VendorCalls, "Sum", "of the backfill function"),
                Measured.By(props.Lifecycle, Metric.VendorThrottles, "Sum", "refused: too many"),
                Measured.By(props.Backfill, Metric.VendorThrottles, "Sum", "refused: too many (backfill)")));
        Dashboard.AddWidgets(Runs("Lifecycle function", props.Lifecycle), Runs("Backfill function", props.Backfill));
    }

    public Dashboard Dashboard { get; }

    /// <summary>One number each, of the last reconcile within the interval that is shown.</summary>
    private static SingleValueWidget LastReconcile(PackagedFunction backfill) => new(new SingleValueWidgetProps
    {
        Title = "Is every account protected? The last reconcile",
        Metrics =
        [
            Measured.By(backfill, Metric.AccountsTotal, "Maximum", "accounts", Hourly),
            Measured.By(backfill, Metric.AccountsProtected, "Maximum", "protected", Hourly),
            Measured.By(backfill, Metric.AccountsUnprotected, "Maximum", "not protected", Hourly),
            Measured.By(backfill, Metric.AccountsSkipped, "Maximum", "left alone", Hourly),
            Measured.By(backfill, Metric.ConnectorsOrphaned, "Maximum", "orphaned connectors", Hourly),
            Measured.By(backfill, Metric.ApiKeyDaysLeft, "Maximum", "days until the API key ends", Hourly),
        ],
        Width = 12,
        Height = 6,
    });

    private static LogQueryWidget Log(WatchedProps props, string title, LogQueryVisualizationType view, double width,
        params string[] lines) =>
        new(new LogQueryWidgetProps
        {
            Title = title,
            LogGroupNames = [props.Lifecycle.LogGroup.LogGroupName],
            QueryLines = lines,
            View = view,
            Width = width,
            Height = 8,
        });

    private static GraphWidget Runs(string title, PackagedFunction packaged) => Graph(title,
        packaged.Function.MetricInvocations(Labelled("invocations", "Sum")),
        packaged.Function.MetricErrors(Labelled("errors", "Sum")),
        packaged.Function.MetricThrottles(Labelled("throttled", "Sum")));

    private static GraphWidget Graph(string title, params CloudWatchMetric[] metrics) =>
        new(new GraphWidgetProps { Title = title, Left = [.. metrics], Width = 12, Height = 6 });

    private static MetricOptions Labelled(string label, string statistic) =>
        new() { Label = label, Statistic = statistic, Period = Duration.Minutes(5) };
}
