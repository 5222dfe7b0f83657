using System.Globalization;
using ControlTowerLifecycle.Sandbox.CloudAccounts;

namespace ControlTowerLifecycle.Tests.Sandbox.CloudAccounts;

public sealed class SandboxConnectionListTests
{
    [Fact]
    public async Task List_has_25_accounts_in_a_page_and_a_link_to_the_next_one()
    {
        await using var run = await StartAsync();

        var first = (await run.VisionOne.GetAsync("awsAccounts")).Json;
        var second = (await run.VisionOne.GetAsync((string)first["nextLink"]!)).Json;

        Assert.Equal((30, 25), ((int)first["totalCount"]!, (int)first["count"]!));
        Assert.Equal((30, 5), ((int)second["totalCount"]!, second["items"]!.AsArray().Count));
        Assert.Null(second["nextLink"]);
    }

    [Theory]
    [InlineData("25", 200)]
    [InlineData("50", 200)]
    [InlineData("100", 200)]
    [InlineData("500", 200)]
    [InlineData("1000", 200)]
    [InlineData("5000", 200)]
    [InlineData("0", 400)]
    [InlineData("26", 400)]
    [InlineData("200", 400)]
    [InlineData("5001", 400)]
    [InlineData("all", 400)]
    public async Task Size_of_a_page_is_one_of_six(string top, int status)
    {
        await using var run = await StartAsync();

        Assert.Equal(status, (await run.VisionOne.GetAsync($"awsAccounts?top={top}")).Status);
    }

    [Fact]
    public async Task Filter_lists_one_account()
    {
        await using var run = await StartAsync();

        var found = (await run.VisionOne.GetAsync("awsAccounts?top=25", "id eq '000000000003'")).Json;

        Assert.Equal("000000000003", (string?)Assert.Single(found["items"]!.AsArray())!["id"]);
    }

    [Theory]
    [InlineData("id eq 000000000003")]
    [InlineData("id eq '3'")]
    [InlineData("name eq 'payments'")]
    public async Task Another_filter_is_refused(string filter)
    {
        await using var run = await StartAsync();

        Assert.Equal(400, (await run.VisionOne.GetAsync("awsAccounts", filter)).Status);
    }

    [Fact]
    public async Task Filter_is_limited_to_254_characters()
    {
        await using var run = await StartAsync();

        Assert.Equal(400, (await run.VisionOne.GetAsync("awsAccounts", $"id eq '{new string('1', 247)}'")).Status);
    }

    [Fact]
    public async Task Next_page_with_another_filter_is_refused()
    {
        await using var run = await StartAsync();
        var next = (string)(await run.VisionOne.GetAsync("awsAccounts")).Json["nextLink"]!;

        Assert.Equal(400, (await run.VisionOne.GetAsync(next, "id eq '000000000003'")).Status);
    }

    [Theory]
    [InlineData("/v3.0/cam", "awsAccounts?top=25&state=managed", 400)]
    [InlineData("/v3.0/cam", "awsAccounts/000000000003?excludeCloudAssets=true", 400)]
    [InlineData("/beta/cam", "awsAccounts/000000000003?excludeCloudAssets=true", 200)]
    [InlineData("/beta/cam", "awsAccounts?excludeCloudAssets=true", 400)]
    public async Task Parameter_that_the_operation_does_not_have_is_refused(string prefix, string path, int status)
    {
        await using var run = await StartAsync();

        Assert.Equal(status, (await (run.VisionOne with { Prefix = prefix }).GetAsync(path)).Status);
    }

    private static async Task<SandboxRun> StartAsync()
    {
        var run = await SandboxRun.StartAsync();
        for (var number = 1; number <= 30; number++)
        {
            var id = number.ToString("D12", CultureInfo.InvariantCulture);
            run.Server.CloudAccounts.Seed(new CloudAccount
            {
                Id = id,
                Name = $"alias-{id}",
                RoleArn = ManualConnection.RoleArn(id),
                State = "managed",
                ConnectedAt = run.Time.GetUtcNow(),
            });
        }

        return run;
    }
}
