using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using CloudWatchMetric = Amazon.CDK.AWS.CloudWatch.Metric;
using Metric = ControlTowerLifecycle.Hosting.Metrics.Metric;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>
/// The dashboard: protection of all accounts, failures, queues. The state of each account is read from the outcome
/// lines of the log, of which the last one counts.
/// </summary>
internal sealed class LifecycleDashboard : Construct
{
    private static readonly Duration Hourly = Duration.Hours(1);

    public LifecycleDashboard(Construct scope, string id, MonitoringProps props, Alarms alarms)
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
        Dashboard.AddWidgets(LastReconcile(props.Backfill), ReconcileFindings(props.Backfill));
        Dashboard.AddWidgets(
            Log(props, "Is every account protected? Accounts by last outcome", LogQueryVisualizationType.PIE, 8,
                "filter message = 'outcome'", "stats latest(outcome) as last by accountId",
                "stats count(*) as accounts by last"),
            Log(props, "What is failing? Accounts with last outcome retry or rejected",
                LogQueryVisualizationType.TABLE, 16,
                "filter message = 'outcome'",
                "stats latest(@timestamp) as at, latest(outcome) as last, latest(accountName) as name, "
                    + "latest(failure.cause) as cause, latest(failure.whatToDo) as whatToDo by accountId",
                "filter last in ['retry', 'rejected']", "sort at desc"));
        Dashboard.AddWidgets(
            Graph("What is queued? Messages",
                props.Work.Queue.MetricApproximateNumberOfMessagesVisible(Labelled("waiting", "Maximum")),
                props.Work.Queue.MetricApproximateNumberOfMessagesNotVisible(Labelled("in flight", "Maximum")),
                props.Work.DeadLetters.MetricApproximateNumberOfMessagesVisible(Labelled("dead letters", "Maximum"))),
            Graph("Age of the oldest message in seconds",
                props.Work.Queue.MetricApproximateAgeOfOldestMessage(Labelled("oldest message", "Maximum"))));
        Dashboard.AddWidgets(Connections(props.Backfill));
        Dashboard.AddWidgets(Durations(props.Lifecycle), VendorCalls(props));
        Dashboard.AddWidgets(
            Invocations("Lifecycle function", props.Lifecycle), Invocations("Backfill function", props.Backfill));
    }

    public Dashboard Dashboard { get; }

    /// <summary>The latest values within the interval that is shown.</summary>
    private static SingleValueWidget LastReconcile(PackagedFunction backfill) => new(new SingleValueWidgetProps
    {
        Title = "Is every account protected? Last reconcile",
        Metrics =
        [
            FunctionMetric.Create(backfill, Metric.AccountsTotal, "Maximum", "accounts", Hourly),
            FunctionMetric.Create(backfill, Metric.AccountsProtected, "Maximum", "protected", Hourly),
            FunctionMetric.Create(backfill, Metric.AccountsUnprotected, "Maximum", "not protected", Hourly),
            FunctionMetric.Create(backfill, Metric.AccountsSkipped, "Maximum", "skipped", Hourly),
            FunctionMetric.Create(backfill, Metric.ConnectorsOrphaned, "Maximum", "orphaned connectors", Hourly),
            FunctionMetric.Create(backfill, Metric.GovernanceUnknown, "Maximum", "1: governance is unknown", Hourly),
            FunctionMetric.Create(backfill, Metric.ApiKeyDaysLeft, "Maximum", "days until an API key expires", Hourly),
        ],
        Width = 12,
        Height = 6,
    });

    private static GraphWidget ReconcileFindings(PackagedFunction backfill) => Graph("Reconcile findings: accounts",
        FunctionMetric.Create(backfill, Metric.AccountsMissing, "Maximum", "missing", Hourly),
        FunctionMetric.Create(backfill, Metric.AccountsDrifted, "Maximum", "drifted", Hourly),
        FunctionMetric.Create(backfill, Metric.AccountsWidened, "Maximum", "widened", Hourly),
        FunctionMetric.Create(backfill, Metric.AccountsFailed, "Maximum", "failed", Hourly));

    private static GraphWidget Connections(PackagedFunction backfill) => Graph(
        "Cloud Accounts: connections of this stack, by the vendor's state",
        FunctionMetric.Create(backfill, Metric.ConnectionsManaged, "Maximum", "managed", Hourly),
        FunctionMetric.Create(backfill, Metric.ConnectionsOutdated, "Maximum", "outdated", Hourly),
        FunctionMetric.Create(backfill, Metric.ConnectionsFailed, "Maximum", "failed", Hourly),
        FunctionMetric.Create(backfill, Metric.ConnectionsOther, "Maximum", "other", Hourly));

    private static GraphWidget Durations(PackagedFunction lifecycle) => Graph("Time per account in milliseconds",
        FunctionMetric.Create(lifecycle, Metric.OnboardingDuration, "p50", "p50"),
        FunctionMetric.Create(lifecycle, Metric.OnboardingDuration, "p95", "p95"),
        FunctionMetric.Create(lifecycle, Metric.OnboardingDuration, "Maximum", "maximum"));

    private static GraphWidget VendorCalls(MonitoringProps props) => Graph("Calls to the vendor",
        FunctionMetric.Create(props.Lifecycle, Metric.VendorCalls, "Sum", "lifecycle function"),
        FunctionMetric.Create(props.Backfill, Metric.VendorCalls, "Sum", "backfill function"),
        FunctionMetric.Create(props.Lifecycle, Metric.VendorThrottles, "Sum", "throttled, lifecycle function"),
        FunctionMetric.Create(props.Backfill, Metric.VendorThrottles, "Sum", "throttled, backfill function"));

    private static LogQueryWidget Log(
        MonitoringProps props, string title, LogQueryVisualizationType view, double width, params string[] lines) =>
        new(new LogQueryWidgetProps
        {
            Title = title,
            LogGroupNames = [props.Lifecycle.LogGroup.LogGroupName],
            QueryLines = lines,
            View = view,
            Width = width,
            Height = 8,
        });

    private static GraphWidget Invocations(string title, PackagedFunction packaged) => Graph(title,
        packaged.Function.MetricInvocations(Labelled("invocations", "Sum")),
        packaged.Function.MetricErrors(Labelled("errors", "Sum")),
        packaged.Function.MetricThrottles(Labelled("throttled", "Sum")));

    private static GraphWidget Graph(string title, params CloudWatchMetric[] metrics) =>
        new(new GraphWidgetProps { Title = title, Left = [.. metrics], Width = 12, Height = 6 });

    private static MetricOptions Labelled(string label, string statistic) =>
        new() { Label = label, Statistic = statistic, Period = Duration.Minutes(5) };
}
