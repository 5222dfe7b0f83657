using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Aws.Organizations;

/// <summary>
/// The organization, read from its management account. A missing account or unit is a result, not an exception.
/// </summary>
/// <remarks>
/// Lists are retried until the caller cancels. Every method throws <see cref="AwsException"/> if Organizations refuses or
/// does not respond.
/// </remarks>
internal sealed class OrganizationsClient(AwsConnection connection)
{
    private readonly JsonApi _api = new(connection, AwsService.Organizations, "AWSOrganizationsV20161128", "1.1");

    /// <summary>The clock for the waits between two attempts at a page.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A page of all accounts of the organization: 20 at most.</summary>
    /// <param name="nextToken">The token of the page; null for the first page.</param>
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
    /// A page of the accounts directly in a root or an organizational unit, 20 at most; null if there is no such unit.
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
    /// A page of the units directly in a root or an organizational unit, 20 at most; null if there is no such
    /// unit.
    /// </summary>
    public async Task<OrganizationsPage<OrganizationUnit>?> ListOrganizationalUnitsForParentAsync(
        string parentId, string? nextToken, CancellationToken cancellationToken)
    {
        try
        {
            var response = await PageAsync(
                "ListOrganizationalUnitsForParent",
                parentId,
                nextToken,
                new ListForParentRequest(parentId, nextToken),
                OrganizationsWireContext.Default.ListForParentRequest,
                OrganizationsWireContext.Default.ListOrganizationalUnitsForParentResponse,
                cancellationToken);
            return new([.. (response.OrganizationalUnits ?? []).Select(unit => new OrganizationUnit(unit.Id, unit.Name ?? unit.Id))], Token(response.NextToken));
        }
        catch (AwsException exception) when (exception.Code == "ParentNotFoundException")
        {
            return null;
        }
    }

    /// <summary>The IDs of the roots (ListRoots): an organization has one.</summary>
    public async Task<IReadOnlyList<string>> ListRootsAsync(CancellationToken cancellationToken)
    {
        var response = await PageAsync(
            "ListRoots",
            resource: null,
            nextToken: null,
            new ListRootsRequest(),
            OrganizationsWireContext.Default.ListRootsRequest,
            OrganizationsWireContext.Default.ListRootsResponse,
            cancellationToken);
        return [.. (response.Roots ?? []).Select(root => root.Id)];
    }

    /// <summary>The account, or null if the organization does not have it.</summary>
    public async Task<OrganizationAccount?> DescribeAccountAsync(string accountId, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _api.CallAsync(
                "DescribeAccount",
                accountId,
                new DescribeAccountRequest(accountId),
                OrganizationsWireContext.Default.DescribeAccountRequest,
                OrganizationsWireContext.Default.DescribeAccountResponse,
                cancellationToken);
            return Account(response.Account);
        }
        catch (AwsException exception) when (exception.Code == "AccountNotFoundException")
        {
            return null;
        }
    }

    /// <summary>
    /// The one parent of an account or an organizational unit (ListParents), or null if the organization does not have
    /// the child.
    /// </summary>
    public async Task<OrganizationParent?> GetParentAsync(string childId, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _api.CallAsync(
                "ListParents",
                childId,
                new ListParentsRequest(childId),
                OrganizationsWireContext.Default.ListParentsRequest,
                OrganizationsWireContext.Default.ListParentsResponse,
                cancellationToken);
            return response.Parents is [var parent, ..] && parent.Id != childId
                ? new OrganizationParent(parent.Id, parent.Type == "ROOT")
                : throw AwsException.ForUnreadableResponse(AwsService.Organizations, "ListParents", childId, 200, null);
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
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken)
        where TResponse : IPaginated =>
        Retrying.RunAsync(
            RetrySchedule.UntilCancelled,
            async _ =>
                (await _api.CallAsync(operation, resource, request, requestType, responseType, cancellationToken))
                .RequireProgress(nextToken, AwsService.Organizations, operation, resource),
            Time,
            cancellationToken);

    private static OrganizationsPage<OrganizationAccount> Page(ListAccountsResponse response) =>
        new([.. (response.Accounts ?? []).Select(Account)], Token(response.NextToken));

    private static string? Token(string? nextToken) => string.IsNullOrEmpty(nextToken) ? null : nextToken;

    // State replaced Status, which AWS retired on 2026-09-09. Emulators and other partitions may still send only Status.
    private static OrganizationAccount Account(AccountWire account) => new(
        account.Id,
        account.Name ?? string.Empty,
        account.State ?? account.Status ?? "UNKNOWN",
        account.Paths ?? []);
}
