using System.Runtime.CompilerServices;
using ControlTowerLifecycle.Aws.Pipeline;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws;

/// <summary>
/// The organization, read from its management account. What is not there is a value, not an exception.
/// </summary>
/// <remarks>Every method throws <see cref="AwsException"/> where Organizations refuses or does not answer.</remarks>
public sealed class OrganizationsClient(AwsConnection connection)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly JsonApi _api = new(connection, AwsService.Organizations, "AWSOrganizationsV20161128", "1.1");

    /// <summary>The clock by which it waits between two attempts at a page.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Every account of the organization. AWS gives 20 a page, one page after the other; a page is fetched when the one
    /// before has been consumed.
    /// </summary>
    public async IAsyncEnumerable<OrganizationAccount> ListAccountsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? nextToken = null;
        do
        {
            var page = await PageAsync(nextToken, cancellationToken);
            foreach (var account in page.Accounts ?? [])
                yield return Account(account);

            nextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(nextToken));
    }

    /// <summary>
    /// A walk of hundreds of pages meets a throttle or an outage sooner or later, and one who starts over comes no further: a
    /// page is asked for until it comes. The caller's time ends it, and the last failure is what is told then.
    /// </summary>
    private async Task<ListAccountsAnswer> PageAsync(string? token, CancellationToken cancellationToken)
    {
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var page = await _api.CallAsync(
                    "ListAccounts",
                    resource: null,
                    new ListAccountsQuestion(token),
                    OrganizationsWireContext.Default.ListAccountsQuestion,
                    OrganizationsWireContext.Default.ListAccountsAnswer,
                    cancellationToken);

                // The same page over and over would be a walk without an end.
                return string.IsNullOrEmpty(token) || page.NextToken != token
                    ? page
                    : throw AwsException.Unreadable(AwsService.Organizations, "ListAccounts", null, 200, null);
            }
            catch (AwsException failed) when (failed.Remedy == Remedy.Retry)
            {
                // The longer of the two: "Retry-After: 0" is no leave to ask without a pause.
                await Task.Delay(failed.RetryAfter > pause ? failed.RetryAfter.Value : pause, Time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested)
                    throw;
            }
        }
    }

    /// <summary>The account, or null where the organization has none of that id.</summary>
    public async Task<OrganizationAccount?> DescribeAccountAsync(string accountId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _api.CallAsync(
                "DescribeAccount",
                accountId,
                new DescribeAccountQuestion(accountId),
                OrganizationsWireContext.Default.DescribeAccountQuestion,
                OrganizationsWireContext.Default.DescribeAccountAnswer,
                cancellationToken);
            return Account(answer.Account);
        }
        catch (AwsException exception) when (exception.Code == "AccountNotFoundException")
        {
            return null;
        }
    }

    /// <summary>
    /// The one parent of an account or an organizational unit (ListParents), or null where the organization has no such
    /// child.
    /// </summary>
    public async Task<OrganizationParent?> GetParentAsync(string childId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _api.CallAsync(
                "ListParents",
                childId,
                new ListParentsQuestion(childId),
                OrganizationsWireContext.Default.ListParentsQuestion,
                OrganizationsWireContext.Default.ListParentsAnswer,
                cancellationToken);
            if (answer.Parents is [{ Id: var id }, ..] && id == childId)
                throw AwsException.Unreadable(AwsService.Organizations, "ListParents", childId, 200, null);

            return answer.Parents is [var parent, ..] ? new OrganizationParent(parent.Id, parent.Type == "ROOT") : null;
        }
        catch (AwsException exception) when (exception.Code == "ChildNotFoundException")
        {
            return null;
        }
    }

    /// <summary>The organization the caller's account belongs to.</summary>
    public async Task<Organization> DescribeOrganizationAsync(CancellationToken cancellationToken)
    {
        var answer = await _api.CallAsync(
            "DescribeOrganization",
            resource: null,
            new DescribeOrganizationQuestion(),
            OrganizationsWireContext.Default.DescribeOrganizationQuestion,
            OrganizationsWireContext.Default.DescribeOrganizationAnswer,
            cancellationToken);
        return new Organization(answer.Organization.Id, answer.Organization.MasterAccountId);
    }

    // State took the place of Status, which AWS retired on 2026-09-09; emulators and other partitions may still send
    // Status only.
    private static OrganizationAccount Account(AccountWire account) => new(
        account.Id,
        account.Name ?? string.Empty,
        account.Email ?? string.Empty,
        account.State ?? account.Status ?? "UNKNOWN",
        account.Paths ?? []);
}
