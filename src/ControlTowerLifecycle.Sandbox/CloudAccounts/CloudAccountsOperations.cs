using System.Net;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>The operations for connected accounts.</summary>
internal sealed class CloudAccountsOperations(CloudAccountsTenant tenant, SandboxOrganization organization)
{
    public static CloudAccountsResponse Health(CloudAccountsRequest request)
    {
        _ = request;
        return CloudAccountsResponse.Ok(new JsonObject { ["status"] = "available" });
    }

    public CloudAccountsResponse ListFeatures(CloudAccountsRequest request)
    {
        _ = request;
        return CloudAccountsResponse.Ok(new JsonObject
        {
            ["items"] = new JsonArray([.. tenant.Features.Select(id => new JsonObject { ["id"] = id })]),
        });
    }

    public CloudAccountsResponse List(CloudAccountsRequest request) => tenant.ListsWithoutItems
        ? CloudAccountsResponse.Ok([])
        : CloudAccountsResponse.Ok(new CloudAccountsPage(tenant, request).Write(
            account => ToJson(account, request.Now)));

    public CloudAccountsResponse Get(CloudAccountsRequest request)
    {
        var account = tenant.Find(request.AccountId!) ?? throw CloudAccountsErrorException.NoAccount();
        return CloudAccountsResponse.Ok(ToJson(account, request.Now)) with { ETag = account.ETag };
    }

    public CloudAccountsResponse Create(CloudAccountsRequest request)
    {
        var body = new CloudAccountsBody(request.Body, tenant, request.IsBeta).Check();
        var role = body.RoleArn ?? throw CloudAccountsErrorException.BadRequest("roleArn is required.");
        if (body.Name is null && !request.IsBeta)
            throw CloudAccountsErrorException.BadRequest("name is required.");
        if (tenant.InstanceIds.Count > 0 && body.ConnectedSecurityServices is not { Count: 1 })
            throw CloudAccountsErrorException.BadRequest("The tenant has an instance: name it.");
        var id = CloudAccountsBody.AccountOf(role);
        if (tenant.Find(id) is { IsLegacyImport: false })
            throw Duplicate(id);
        CheckName(id, body.Name);
        CheckRole(id, role, request.Now);
        var account = new CloudAccount
        {
            Id = id,
            Name = tenant.RewritesNames || body.Name is null ? $"alias-{id}" : body.Name,
            RequestedName = body.Name,
            Description = body.Description,
            RoleArn = role,
            Features = body.Features ?? [],
            ConnectedSecurityServices = body.ConnectedSecurityServices ?? [],
            CustomTags = body.CustomTags ?? [],
            ConnectedAt = request.Now,
        };
        tenant.Change(id, existing => existing is null or { IsLegacyImport: true }
            ? account with { Sources = existing?.Sources ?? [], Version = (existing?.Version ?? 0) + 1 }
            : throw Duplicate(id));
        return new CloudAccountsResponse(
            HttpStatusCode.Created, tenant.HasCreatedBody ? ToJson(account, request.Now) : null)
        {
            Location = $"{request.Collection}/{id}",
        };
    }

    public CloudAccountsResponse Modify(CloudAccountsRequest request)
    {
        var id = request.AccountId!;
        var body = new CloudAccountsBody(request.Body, tenant, request.IsBeta).Check();
        CheckName(id, body.Name);
        if (body.RoleArn is { } role)
            CheckRole(id, role, request.Now);
        tenant.Change(id, account =>
        {
            if (account is null)
                throw CloudAccountsErrorException.NoAccount();
            if (account.IsLegacyImport)
                throw CloudAccountsErrorException.BadRequest("An import of another product is connected with POST.");
            if (request.IfMatch is { } tag && tag != account.ETag)
            {
                throw new CloudAccountsErrorException(
                    HttpStatusCode.PreconditionFailed, "PreconditionFailed", "The account has changed.");
            }

            return account with
            {
                RoleArn = body.RoleArn ?? account.RoleArn,
                Name = body.Name ?? account.Name,
                RequestedName = body.Name ?? account.RequestedName,
                Description = body.Description ?? account.Description,
                Features = body.Features ?? account.Features,
                ConnectedSecurityServices = body.ConnectedSecurityServices ?? account.ConnectedSecurityServices,
                CustomTags = body.CustomTags ?? account.CustomTags,
                Version = account.Version + 1,
            };
        });
        return CloudAccountsResponse.Empty;
    }

    /// <summary>Nothing is removed in AWS.</summary>
    public CloudAccountsResponse Delete(CloudAccountsRequest request)
    {
        tenant.Change(
            request.AccountId!, account => account is null ? throw CloudAccountsErrorException.NoAccount() : null);
        return CloudAccountsResponse.Empty;
    }

    /// <summary>The state that the API would report now.</summary>
    public string StateOf(CloudAccount account) => Examine(account, organization.Time.GetUtcNow()).State;

    private void CheckName(string id, string? name)
    {
        if (name is not null && tenant.Accounts.Any(
            account => account.Id != id && (account.Name == name || account.RequestedName == name)))
            throw CloudAccountsErrorException.BadRequest($"The name {name} is used by another account.");
    }

    private void CheckRole(string id, string role, DateTimeOffset now)
    {
        if (CloudAccountsBody.AccountOf(role) != id)
            throw CloudAccountsErrorException.BadRequest("roleArn is a role of another account.");
        var attempt = RoleAssumption.TryWebIdentity(organization, role, Token(id), now);
        if (attempt.Why is not { } why)
            return;
        tenant.Refusals.Enqueue($"{role}: {why}");
        throw new CloudAccountsErrorException(
            tenant.RoleStatus, "BadRequest", $"The role {role} cannot be assumed. Check its trust policy.")
        {
            InnerCode = "assume-role-failed",
        };
    }

    private JsonObject ToJson(CloudAccount account, DateTimeOffset now)
    {
        var (state, missing) = Examine(account, now);
        return account.ToJson(state, missing);
    }

    /// <summary>What the vendor finds in the account.</summary>
    private (string State, IReadOnlyList<string> Missing) Examine(CloudAccount account, DateTimeOffset now)
    {
        if (account.State is { } set)
            return (set, []);
        if (string.IsNullOrEmpty(account.RoleArn))
            return ("managed", []);
        if (now < account.ConnectedAt + tenant.SynchronizationTime)
            return ("connected", []);
        if (RoleAssumption.TryWebIdentity(organization, account.RoleArn, Token(account.Id), now).Role is not { } role)
            return ("failed", []);
        var missing = RequiredPermissions.MissingIn(organization.Account(account.Id), role);
        return missing.Count == 0 ? ("managed", []) : ("outdated", missing);
    }

    private CloudAccountsErrorException Duplicate(string id) =>
        new(tenant.DuplicateStatus, "BadRequest", $"The account {id} is already connected.") { InnerCode = "account-exist" };

    private static WebIdentity Token(string accountId) =>
        new(CloudAccountsTenant.OidcHost, $"arn:aws:iam::{accountId}:root", CloudAccountsTenant.Subject);
}
