using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>
/// The organization, read from its management account. What is not there is a value, not an exception.
/// </summary>
/// <remarks>Every method throws <see cref="AwsException"/> where Organizations refuses or does not answer.</remarks>
internal sealed class OrganizationsClient(AwsConnection connection)
{
    private readonly JsonApi _api = new(connection, AwsService.Organizations, "AWSOrganizationsV20161128", "1.1");

    /// <summary>The clock by which it waits between two attempts at a page.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A page of all accounts of the organization, 20 at most. It is asked for until it comes.</summary>
    /// <param name="nextToken">What the page before gave; null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<OrganizationsPage<OrganizationAccount>> ListAccountsAsync(
        string? nextToken, CancellationToken cancellationToken) =>
        Page(await PageAsync(
            "ListAccounts",
            resource: null,
            nextToken,
            new ListAccountsRequest(nextToken),
            OrganizationsWireContext.Default.ListAccountsRequest,
            OrganizationsWireContext.Default.ListAccountsResponse,
            cancellationToken));

    /// <summary>
    /// A page of the accounts directly in a root or an organizational unit, 20 at most, or null where there is no such
    /// unit. It is asked for until it comes.
    /// </summary>
    public async Task<OrganizationsPage<OrganizationAccount>?> ListAccountsForParentAsync(
        string parentId, string? nextToken, CancellationToken cancellationToken)
    {
        try
        {
            return Page(await PageAsync(
                "ListAccountsForParent",
                parentId,
                nextToken,
                new ListForParentRequest(parentId, nextToken),
                OrganizationsWireContext.Default.ListForParentRequest,
                OrganizationsWireContext.Default.ListAccountsResponse,
                cancellationToken));
        }
        catch (AwsException exception) when (exception.Code == "ParentNotFoundException")
        {
            return null;
        }
    }

    /// <summary>
    /// A page of the ids of the units directly in a root or an organizational unit, 20 at most, or null where there is
    /// no such unit. It is asked for until it comes.
    /// </summary>
    public async Task<OrganizationsPage<string>?> ListOrganizationalUnitsForParentAsync(
        string parentId, string? nextToken, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await PageAsync(
                "ListOrganizationalUnitsForParent",
                parentId,
                nextToken,
                new ListForParentRequest(parentId, nextToken),
                OrganizationsWireContext.Default.ListForParentRequest,
                OrganizationsWireContext.Default.ListOrganizationalUnitsForParentResponse,
                cancellationToken);
            return new([.. (answer.OrganizationalUnits ?? []).Select(unit => unit.Id)], Token(answer.NextToken));
        }
        catch (AwsException exception) when (exception.Code == "ParentNotFoundException")
        {
            return null;
        }
    }

    /// <summary>The ids of the roots: an organization has one (ListRoots). It is asked for until it comes.</summary>
    public async Task<IReadOnlyList<string>> ListRootsAsync(CancellationToken cancellationToken)
    {
        var answer = await PageAsync(
            "ListRoots",
            resource: null,
            nextToken: null,
            new ListRootsRequest(),
            OrganizationsWireContext.Default.ListRootsRequest,
            OrganizationsWireContext.Default.ListRootsResponse,
            cancellationToken);
        return [.. (answer.Roots ?? []).Select(root => root.Id)];
    }

    /// <summary>The account, or null where the organization has none of that id.</summary>
    public async Task<OrganizationAccount?> DescribeAccountAsync(string accountId, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _api.CallAsync(
                "DescribeAccount",
                accountId,
                new DescribeAccountRequest(accountId),
                OrganizationsWireContext.Default.DescribeAccountRequest,
                OrganizationsWireContext.Default.DescribeAccountResponse,
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
                new ListParentsRequest(childId),
                OrganizationsWireContext.Default.ListParentsRequest,
                OrganizationsWireContext.Default.ListParentsResponse,
                cancellationToken);
            return answer.Parents is [var parent, ..] && parent.Id != childId
                ? new OrganizationParent(parent.Id, parent.Type == "ROOT")
                : throw AwsException.Unreadable(AwsService.Organizations, "ListParents", childId, 200, null);
        }
        catch (AwsException exception) when (exception.Code == "ChildNotFoundException")
        {
            return null;
        }
    }

    private Task<TResponse> PageAsync<TRequest, TResponse>(
        string operation,
        string? resource,
        string? nextToken,
        TRequest question,
        JsonTypeInfo<TRequest> questionType,
        JsonTypeInfo<TResponse> answerType,
        CancellationToken cancellationToken)
        where TResponse : IPage =>
        Retrying.RunAsync(
            RetrySchedule.UntilCancelled,
            async _ =>
                (await _api.CallAsync(operation, resource, question, questionType, answerType, cancellationToken))
                .LeadingOn(nextToken, AwsService.Organizations, operation, resource),
            Time,
            cancellationToken);

    private static OrganizationsPage<OrganizationAccount> Page(ListAccountsResponse answer) =>
        new([.. (answer.Accounts ?? []).Select(Account)], Token(answer.NextToken));

    private static string? Token(string? nextToken) => string.IsNullOrEmpty(nextToken) ? null : nextToken;

    // State took the place of Status, which AWS retired on 2026-09-09; emulators and other partitions may still send
    // Status only.
    private static OrganizationAccount Account(AccountWire account) => new(
        account.Id,
        account.Name ?? string.Empty,
        account.State ?? account.Status ?? "UNKNOWN",
        account.Paths ?? []);
}
