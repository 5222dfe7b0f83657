using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Organizations: read-only operations for the management account. A page has at most 20 entries.</summary>
internal sealed class OrganizationsService(SandboxOrganization organization) : IAwsService
{
    /// <summary>The limit of AWS.</summary>
    public const int LargestPage = 20;

    private readonly OrganizationTree _tree = new(organization);

    /// <summary>The number of entries in a page, if the caller does not request fewer.</summary>
    public int PageSize
    {
        get;
        set => field = value is >= 1 and <= LargestPage ? value : throw new ArgumentOutOfRangeException(nameof(value));
    } = LargestPage;

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "organizations",
        Protocol = AwsProtocol.Json11,
        Id = "AWSOrganizationsV20161128",
        IsGlobal = true,
        ThrottlingCode = "TooManyRequestsException",
        ValidationCode = "InvalidInputException",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        Read("DescribeOrganization", AwsOperation.AnyResource, DescribeOrganization),
        Read("DescribeAccount", AccountArn, DescribeAccount) with { Account = call => call.Text("AccountId") },
        Read(
            "ListAccounts", AwsOperation.AnyResource,
            call => Pages.Organizations(call, "Accounts", organization.Members, PageSize, ToJson)),
        Read("ListAccountsForParent", ParentArn, ListAccountsForParent),
        Read("ListRoots", AwsOperation.AnyResource, _tree.ListRoots),
        Read("ListParents", _tree.ChildArn, _tree.ListParents)
            with { Account = call => organization.Find(call.Text("ChildId") ?? "")?.Id },
        Read("ListChildren", ParentArn, call => _tree.ListChildren(call, PageSize)),
        Read("ListOrganizationalUnitsForParent", ParentArn, call => _tree.ListUnits(call, PageSize)),
    ];

    private AwsOperation Read(string name, Func<AwsCall, string> resource, Func<AwsCall, JsonObject> run) =>
        AwsOperation.Read(name, resource, call => call.Caller.AccountId == organization.ManagementAccountId
            ? run(call)
            : throw new AwsErrorException(
                "AccessDeniedException", "You don't have permissions to access this resource."));

    private string AccountArn(AwsCall call) => OrganizationArns.Account(organization, call.Required("AccountId"));

    private string ParentArn(AwsCall call) => OrganizationArns.Parent(organization, call.Required("ParentId"));

    private JsonObject DescribeOrganization(AwsCall call)
    {
        var management = organization.ManagementAccountId;
        return new JsonObject
        {
            ["Organization"] = new JsonObject
            {
                ["Id"] = organization.Id,
                ["Arn"] = AwsNames.Organization(call.Caller.AccountId, $"organization/{organization.Id}"),
                ["FeatureSet"] = "ALL",
                ["MasterAccountId"] = management,
                ["MasterAccountArn"] = OrganizationArns.Account(organization, management),
                ["MasterAccountEmail"] = Email(management),
            },
        };
    }

    private JsonObject DescribeAccount(AwsCall call)
    {
        var id = call.Required("AccountId");
        if (id.Length != 12 || !id.All(char.IsAsciiDigit))
            throw call.Invalid("You provided a value that does not match the required pattern.");
        var account = organization.FindMember(id)
            ?? throw new AwsErrorException("AccountNotFoundException", "You specified an account that doesn't exist.");
        return new JsonObject { ["Account"] = ToJson(account) };
    }

    private JsonObject ListAccountsForParent(AwsCall call)
    {
        var accounts = organization.AccountsUnder(_tree.Parent(call).Id);
        return Pages.Organizations(call, "Accounts", accounts, PageSize, ToJson);
    }

    private JsonObject ToJson(SandboxAccount account)
    {
        var json = new JsonObject
        {
            ["Id"] = account.Id,
            ["Arn"] = OrganizationArns.Account(organization, account.Id),
            ["Email"] = Email(account.Id),
            ["Name"] = account.Name,
            ["JoinedMethod"] = "CREATED",
            ["JoinedTimestamp"] = account.JoinedAt.ToUnixTimeMilliseconds() / 1000.0,
        };
        if (organization.Fields.HasFlag(AccountFields.State))
            json["State"] = account.State.Wire();
        if (organization.Fields.HasFlag(AccountFields.Status))
            json["Status"] = account.State.RetiredWire();
        if (organization.Fields.HasFlag(AccountFields.Paths))
            json["Paths"] = new JsonArray(organization.PathOf(account));
        return json;
    }

    private static string Email(string accountId) => $"account-{accountId}@example.com";
}
