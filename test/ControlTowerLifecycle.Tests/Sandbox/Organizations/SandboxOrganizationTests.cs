using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Tests.Sandbox.Aws;

namespace ControlTowerLifecycle.Tests.Sandbox.Organizations;

public sealed class SandboxOrganizationTests
{
    [Fact]
    public async Task Page_has_twenty_accounts_and_a_token_for_the_rest()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { Accounts = 45 });

        var pages = await Pages(run, "ListAccounts", "Accounts", "{}");

        Assert.Equal([20, 20, 5], pages.Select(page => page.Count));
        Assert.Equal(45, pages.SelectMany(page => page).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Page_size_over_twenty_is_refused()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await run.Aws.OrganizationsAsync("ListAccounts", """{"MaxResults":21}""");

        Assert.Equal("InvalidInputException", reply.Code);
    }

    [Fact]
    public async Task Token_is_valid_only_for_its_list()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { Accounts = 45 });
        var token = (await run.Aws.OrganizationsAsync("ListAccounts")).Json["NextToken"]!.GetValue<string>();

        var reply = await run.Aws.OrganizationsAsync(
            "ListAccountsForParent", $$"""{"ParentId":"{{run.Server.Organization.RootId}}","NextToken":"{{token}}"}""");

        Assert.Equal("InvalidInputException", reply.Code);
    }

    [Fact]
    public async Task Account_that_left_is_not_in_the_organization_and_its_role_cannot_be_assumed()
    {
        await using var run = await SandboxRun.StartAsync();

        run.Server.Organization.Leave(SandboxRun.Ordinary);

        var described = await run.Aws.OrganizationsAsync(
            "DescribeAccount", $$"""{"AccountId":"{{SandboxRun.Ordinary}}"}""");
        var parents = await run.Aws.OrganizationsAsync("ListParents", $$"""{"ChildId":"{{SandboxRun.Ordinary}}"}""");
        var listed = (await Pages(run, "ListAccounts", "Accounts", "{}")).SelectMany(page => page);
        Assert.Equal("AccountNotFoundException", described.Code);
        Assert.Equal("ChildNotFoundException", parents.Code);
        Assert.DoesNotContain(SandboxRun.Ordinary, listed);
        var refused = await run.Aws.StsAsync(
            "AssumeRole",
            ("RoleArn", $"arn:aws:iam::{SandboxRun.Ordinary}:role/AWSControlTowerExecution"),
            ("RoleSessionName", "test"));
        Assert.Equal("AccessDenied", refused.Code);
    }

    [Fact]
    public async Task Tree_can_be_walked_in_both_directions()
    {
        await using var run = await SandboxRun.StartAsync();
        var root = (await run.Aws.OrganizationsAsync("ListRoots")).Json["Roots"]![0]!["Id"]!.GetValue<string>();
        var found = new List<string>();
        await WalkAsync(root);

        Assert.Equal(
            run.Server.Organization.Accounts.Select(account => account.Id).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
        var parent = await ParentAsync(SandboxRun.Ordinary);
        Assert.Equal("ORGANIZATIONAL_UNIT", parent["Type"]!.GetValue<string>());
        var grandparent = await ParentAsync(parent["Id"]!.GetValue<string>());
        Assert.Equal("ORGANIZATIONAL_UNIT", grandparent["Type"]!.GetValue<string>());

        async Task WalkAsync(string id)
        {
            found.AddRange(await ChildrenAsync(id, "ACCOUNT"));
            foreach (var unit in await ChildrenAsync(id, "ORGANIZATIONAL_UNIT"))
                await WalkAsync(unit);
        }

        async Task<IEnumerable<string>> ChildrenAsync(string id, string type)
        {
            var input = $$"""{"ParentId":"{{id}}","ChildType":"{{type}}"}""";
            var pages = await Pages(run, "ListChildren", "Children", input);
            return pages.SelectMany(page => page);
        }

        async Task<JsonNode> ParentAsync(string child)
        {
            var reply = await run.Aws.OrganizationsAsync("ListParents", $$"""{"ChildId":"{{child}}"}""");
            return Assert.Single(reply.Json["Parents"]!.AsArray())!;
        }
    }

    [Fact]
    public async Task Account_has_state_and_path_but_not_the_retired_status()
    {
        await using var run = await SandboxRun.StartAsync();

        var account = (await DescribeAsync(run, DefaultOrganization.SuspendedId)).Json["Account"]!;

        Assert.Equal("SUSPENDED", account["State"]!.GetValue<string>());
        Assert.Null(account["Status"]);
        Assert.EndsWith(
            $"/{DefaultOrganization.SuspendedId}/", account["Paths"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retired_status_can_replace_the_state()
    {
        await using var run = await SandboxRun.StartAsync(new SandboxOptions { AccountFields = AccountFields.Status });

        var account = (await DescribeAsync(run, SandboxRun.Ordinary)).Json["Account"]!;

        Assert.Equal("ACTIVE", account["Status"]!.GetValue<string>());
        Assert.Null(account["State"]);
    }

    [Fact]
    public async Task Account_of_another_organization_is_not_found()
    {
        await using var run = await SandboxRun.StartAsync();

        var reply = await DescribeAsync(run, "999999999999");

        Assert.Equal((400, "AccountNotFoundException"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Only_the_management_account_has_access()
    {
        await using var run = await SandboxRun.StartAsync();
        var member = await run.Aws.AssumeAsync(SandboxRun.Ordinary);

        Assert.Equal("AccessDeniedException", (await member.OrganizationsAsync("ListAccounts")).Code);
    }

    [Fact]
    public void Ten_thousand_accounts_use_little_memory()
    {
        const int bytesForAnAccount = 2 * 1024;
        var before = GC.GetAllocatedBytesForCurrentThread();

        var organization = DefaultOrganization.Build(10_000, "eu-west-1", "external-id", TimeProvider.System);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000 * bytesForAnAccount);
        Assert.Equal(10_000, organization.Count);
    }

    [Fact]
    public async Task Snapshot_shows_changed_facts_only()
    {
        await using var run = await SandboxRun.StartAsync();
        var before = run.Server.Snapshot();

        await run.CreateConnectorRoleAsync(SandboxRun.Ordinary);
        await run.PostConnectorAsync(SandboxRun.Ordinary);
        var after = run.Server.Snapshot();

        Assert.Empty(after.ChangesSince(before, SandboxRun.Ordinary));
        var changes = after.ChangesSince(before);
        Assert.All(
            changes,
            change => Assert.StartsWith($"+ account {SandboxRun.Ordinary}: ", change, StringComparison.Ordinal));
        Assert.Contains(changes, change => change.Contains(": connector ", StringComparison.Ordinal));
        Assert.DoesNotContain(
            after.Facts, fact => fact.Contains(run.Server.Vendor.Key.Secret, StringComparison.Ordinal));
    }

    private static Task<AwsReply> DescribeAsync(SandboxRun run, string account) =>
        run.Aws.OrganizationsAsync("DescribeAccount", $$"""{"AccountId":"{{account}}"}""");

    private static async Task<List<List<string>>> Pages(SandboxRun run, string operation, string list, string input)
    {
        var pages = new List<List<string>>();
        for (string? token = null; pages.Count == 0 || token is not null;)
        {
            var request = JsonNode.Parse(input)!.AsObject();
            if (token is not null)
                request["NextToken"] = token;
            var page = (await run.Aws.OrganizationsAsync(operation, request.ToJsonString())).Json;
            pages.Add([.. page[list]!.AsArray().Select(each => each!["Id"]!.GetValue<string>())]);
            token = page["NextToken"]?.GetValue<string>();
        }

        return pages;
    }
}
