using System.Globalization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Reconciliation;

public class BackfillTests
{
    private readonly BackfillProgress _progress = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, new int[0])]
    [InlineData(1, new[] { 1 })]
    [InlineData(10, new[] { 10 })]
    [InlineData(11, new[] { 10, 1 })]
    [InlineData(30, new[] { 10, 10, 10 })]
    public async Task Accounts_are_queued_in_batches_of_ten(int accounts, int[] batches)
    {
        var queue = new FakeQueue();

        await RunAsync(new FakeOrganization(Active(accounts)), queue);

        Assert.Equal(batches, queue.Batches.Select(batch => batch.Count));
        Assert.Equal(accounts, _progress.Queued);
    }

    [Fact]
    public async Task Every_account_gets_the_message_that_the_lifecycle_function_reads()
    {
        var queue = new FakeQueue();

        await RunAsync(new FakeOrganization(Sample.Account), queue);

        Assert.Equal(["""{"accountId":"444455556666","accountName":"payments-prod","origin":"backfill"}"""], Assert.Single(queue.Batches));
    }

    [Fact]
    public async Task No_more_accounts_are_asked_for_than_the_next_batch_takes()
    {
        List<int> streamedBefore = [];
        var organization = new FakeOrganization(Active(25));

        await RunAsync(organization, new FakeQueue { OnSend = () => streamedBefore.Add(organization.Streamed) });

        Assert.Equal([10, 20, 25], streamedBefore);
    }

    [Fact]
    public async Task What_is_skipped_is_counted_by_its_reason_and_takes_no_place_in_a_batch()
    {
        var queue = new FakeQueue();
        ManagedAccount[] accounts =
        [
            Sample.Account with { State = AccountState.Suspended },
            .. Active(10),
            Sample.Account with { State = AccountState.Closed },
            Sample.Account with { State = AccountState.Suspended },
            Sample.Account with { Id = Sample.Management },
        ];

        await RunAsync(new FakeOrganization(accounts), queue, new([], [], [Sample.Management]));

        Assert.Equal([10], queue.Batches.Select(batch => batch.Count));
        Assert.Equal(
            new Dictionary<string, int>(StringComparer.Ordinal) { ["suspended"] = 2, ["closed"] = 1, ["excluded-account"] = 1 },
            _progress.Skipped);
        Assert.Equal(14, _progress.Accounts);
    }

    [Fact]
    public async Task A_queue_that_fails_stops_the_walk_with_what_was_queued()
    {
        var organization = new FakeOrganization(Active(50));
        var queue = new FakeQueue();
        queue.OnSend = () =>
        {
            if (queue.Batches.Count == 2)
                throw FakeProtection.Failure(Remedy.Retry);
        };

        await Assert.ThrowsAsync<FakeRemoteException>(() => RunAsync(organization, queue));

        Assert.Equal(20, _progress.Queued);
        Assert.Equal(30, organization.Streamed);
    }

    [Fact]
    public async Task Its_deadline_stops_the_walk_with_what_was_queued()
    {
        using var deadline = new CancellationTokenSource();
        var queue = new FakeQueue { OnSend = deadline.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunAsync(new FakeOrganization(Active(50)), queue, cancellationToken: deadline.Token));

        Assert.Equal(10, _progress.Queued);
    }

    [Fact]
    public async Task Every_protection_is_verified_before_the_first_account_is_read()
    {
        var organization = new FakeOrganization(Sample.Account);
        List<int> streamedBefore = [];
        FakeProtection[] protections = [Verifying(), Verifying()];

        await RunAsync(organization, new FakeQueue(), protections: protections);

        Assert.Equal([0, 0], streamedBefore);

        FakeProtection Verifying() => new()
        {
            OnVerify = () =>
            {
                streamedBefore.Add(organization.Asked.Count);
                return Task.CompletedTask;
            },
        };
    }

    [Fact]
    public async Task A_protection_that_cannot_be_worked_with_stops_it_before_anything_is_queued()
    {
        var organization = new FakeOrganization(Sample.Account);
        var protection = new FakeProtection { OnVerify = () => throw FakeProtection.Failure(Remedy.Person) };

        await Assert.ThrowsAsync<FakeRemoteException>(() => RunAsync(organization, new FakeQueue(), protections: protection));

        Assert.Empty(organization.Asked);
        Assert.Equal(0, _progress.Accounts);
    }

    private Task RunAsync(
        FakeOrganization organization, IWorkQueue queue, AccountScope? scope = null, CancellationToken? cancellationToken = null,
        params FakeProtection[] protections) =>
        new Backfill(new ScopedOrganization(organization, scope ?? AccountScope.Everything), protections, queue)
            .RunAsync(_progress, cancellationToken ?? Token);

    private static ManagedAccount[] Active(int count) =>
    [
        .. Enumerable.Range(1, count).Select(number =>
            new ManagedAccount(Sample.Numbered(number), number.ToString(CultureInfo.InvariantCulture), AccountState.Active)),
    ];

    private sealed class FakeQueue : IWorkQueue
    {
        public List<IReadOnlyList<string>> Batches { get; } = [];

        public Action OnSend { get; set; } = () => { };

        public int BatchSize => 10;

        public Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
        {
            OnSend();
            Batches.Add([.. messages]);
            return Task.CompletedTask;
        }
    }
}
