using ControlTowerLifecycle.Functions.Backfill;
using ControlTowerLifecycle.Functions.Lifecycle;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.Functions;

public class CompositionTests
{
    private const string WorkQueue = "https://sqs.eu-west-1.amazonaws.com/111122223333/work";

    [Fact]
    public void Lifecycle_function_needs_no_optional_setting() => Assert.NotNull(Lifecycle());

    [Fact]
    public void Lifecycle_function_takes_every_optional_setting() => Assert.NotNull(Lifecycle(
        ("NOTIFICATION_TOPIC_ARN", "arn:aws:sns:eu-west-1:111122223333:failures"),
        ("NOTIFICATION_TABLE_NAME", "notifications"),
        ("DEAD_LETTER_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/111122223333/dead"),
        ("WORK_QUEUE_URL", WorkQueue),
        ("ACCOUNT_LEFT", "disconnect")));

    [Fact]
    public void Backfill_function_is_composed_from_its_required_settings() => Assert.NotNull(BackfillComposition.Create(
        Settings(("LIFECYCLE_FUNCTION", "backfill"), ("WORK_QUEUE_URL", WorkQueue)),
        VendorHttp.Create(),
        new LifecycleLog(Stream.Null, TimeProvider.System),
        new InvocationEnd(TimeProvider.System),
        TimeProvider.System));

    private static LifecycleFunction Lifecycle(params (string Name, string Value)[] settings) => LifecycleComposition.Create(
        Settings(settings),
        VendorHttp.Create(),
        new LifecycleLog(Stream.Null, TimeProvider.System),
        new InvocationEnd(TimeProvider.System),
        TimeProvider.System);

    private static LifecycleSettings Settings(params (string Name, string Value)[] settings) =>
        LifecycleSettings.From(SampleEnvironment.With(settings));
}
