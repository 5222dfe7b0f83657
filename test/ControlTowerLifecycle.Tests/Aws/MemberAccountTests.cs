using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Iam;
using Microsoft.AspNetCore.Http;

namespace ControlTowerLifecycle.Tests.Aws;

public sealed class MemberAccountTests
{
    /// <summary>The operator gets one notification a day for one cause, and the operation is a part of the cause.</summary>
    [Fact]
    public async Task Same_refusal_is_reported_in_whatever_order_four_refused_reads_end()
    {
        await using var server = await LoopbackServer.StartAsync();
        var others = new CountdownEvent(3);
        server.On("GetRolePolicy", context => RefuseAsync(context, others));
        server.On("ListAttachedRolePolicies", context => RefuseAsync(context, others));
        server.On("ListRolePolicies", context => RefuseAsync(context, others));
        server.On("GetRole", context =>
        {
            others.Wait(context.RequestAborted);
            return RefuseAsync(context, null);
        });
        var account = new MemberAccount(_ => Task.FromResult(new IamClient(server.Connection())));

        var refused = await Assert.ThrowsAsync<AwsException>(
            () => account.ObserveRoleAsync("Connector", "Policy", TestContext.Current.CancellationToken));

        Assert.Equal("GetRole", refused.Operation);
    }

    private static async Task RefuseAsync(HttpContext context, CountdownEvent? responded)
    {
        context.Response.StatusCode = 403;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(LoopbackServer.Payload("iam-access-denied.xml"), context.RequestAborted);
        await context.Response.CompleteAsync();
        responded?.Signal();
    }
}
