using System.Text;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Events;

public class WorkMessageTests
{
    [Fact]
    public void The_message_of_the_backfill_is_its_documented_form() => Assert.Equal(
        """{"accountId":"444455556666","accountName":"payments-prod","origin":"backfill"}""",
        WorkMessage.ForBackfill(Sample.Account));

    [Theory]
    [InlineData("payments-prod")]
    [InlineData("Zahlungen \"Süd\" \\ 東京 😀")]
    [InlineData("two\r\nlines")]
    public void What_the_backfill_writes_the_lifecycle_function_reads(string name)
    {
        var message = WorkMessage.ForBackfill(Sample.Account with { Name = name });

        var governed = Assert.IsType<LifecycleEvent.AccountGoverned>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));
        Assert.Equal([new GovernedAccount(Sample.Id, name)], governed.Accounts);
        Assert.Equal(Origin.Backfill, governed.Origin);
    }

    [Fact]
    public void A_name_with_line_breaks_stays_on_one_line() =>
        Assert.DoesNotContain('\n', WorkMessage.ForBackfill(Sample.Account with { Name = "two\nlines" }));

    [Fact]
    public void A_name_with_half_a_surrogate_is_still_a_message()
    {
        var message = WorkMessage.ForBackfill(Sample.Account with { Name = "\ud800" });

        Assert.IsType<LifecycleEvent.AccountGoverned>(LifecycleEventDecoder.Decode(Encoding.UTF8.GetBytes(message)));
    }
}
