using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Notifications;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.Tests.Functions;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>What one process sees of the world outside. Every call crosses to it.</summary>
internal sealed class Doors(Life life, World world, Crossings crossings) :
    IOrganization, IMemberAccounts, IReceivedMessages, IDeadLetters, INotifier, IWorkQueue, IContinuation
{
    int IWorkQueue.BatchSize => 10;

    public static AccountEntryRefusedException EntryRefused() => new("the execution role cannot be assumed", null)
    {
        RemoteSystem = "AWS STS",
        Operation = "AssumeRole",
        Kind = FailureKind.Retryable,
    };

    /// <summary>Makes a call of AWS, whose adapter makes one kind of failure of all that another attempt can mend.</summary>
    public Task<T> CrossAsync<T>(string call, Func<Task<T>> deed, CancellationToken cancellationToken) =>
        crossings.CrossAsync<T>(
            life,
            call,
            deed,
            kind => throw (kind == FaultKind.EntryRefused && call == Calls.Enter
                ? EntryRefused()
                : FakeProtection.Failure(FailureKind.Retryable)),
            cancellationToken);

    public Task<string> ReadSecretAsync(CancellationToken cancellationToken) =>
        CrossAsync(Calls.ReadSecret, () => Task.FromResult(Secrets.ApiKey), cancellationToken);

    public HttpMessageHandler Vendor() => new VendorDoor(life, world.Vendor, crossings);

    IAsyncEnumerable<AccountPage> IOrganization.PagesAsync(AccountQuery walk, CancellationToken cancellationToken) =>
        world.Organization.PagesAsync(walk, cancellationToken);

    Task<ManagedAccount?> IOrganization.FindAsync(AccountId id, CancellationToken cancellationToken) => CrossAsync(
        Calls.Describe, () => world.Organization.FindAsync(id, cancellationToken), cancellationToken);

    Task<IReadOnlyList<string>> IOrganization.OrganizationalUnitsAsync(AccountId id, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException($"the units of {id}");

    IMemberAccount IMemberAccounts.Open(AccountId id, IReadOnlyList<SessionPermission> permissions) =>
        new MemberDoor(world.Find(id), this);

    Task IReceivedMessages.ReturnAfterAsync(string receiptHandle, TimeSpan after, CancellationToken cancellationToken) =>
        CrossAsync(
            Calls.HandBack,
            () => world.Queue.ReturnAfter(receiptHandle, after)
                ? Task.FromResult(true)
                : throw FakeProtection.Failure(FailureKind.Retryable),
            cancellationToken);

    async Task<bool> IDeadLetters.KeepAsync(
        string body, IReadOnlyList<FailureNotice> failures, CancellationToken cancellationToken)
    {
        await GiveUp(failures);
        return true;
    }

    Task INotifier.TellAsync(FailureNotice notice, CancellationToken cancellationToken) => GiveUp([notice]);

    Task IWorkQueue.SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
            world.Queue.Send(message);

        return Task.CompletedTask;
    }

    Task IContinuation.ContinueAsync(string payload, CancellationToken cancellationToken) =>
        throw new UnexpectedCallException("to go on with a walk of a few accounts");

    private Task GiveUp(IReadOnlyList<FailureNotice> failures)
    {
        world.GivenUp.AddRange(failures);
        return Task.CompletedTask;
    }
}
