using ControlTowerLifecycle.EndToEnd.Tests.Contract;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>Creates roles and policies in a member account of moto, and users in the management account.</summary>
internal sealed class IamSetup(UnsignedCalls calls)
{
    public const string AllowEverything =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private const string TrustManagementAccount =
        $$"""
        {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::{{MotoSetup.ManagementAccountId}}:root" },
            "Action": "sts:AssumeRole"
          }]
        }
        """;

    /// <returns>The access key id of a session in the account of the role. The role need not exist.</returns>
    public async Task<string> AssumeRoleAsync(string roleArn, CancellationToken cancellationToken)
    {
        var session = await calls.QueryAsync(
            "sts",
            MotoSetup.ManagementAccountId,
            [("Action", "AssumeRole"), ("RoleArn", roleArn), ("RoleSessionName", "setup")],
            cancellationToken);
        return session["AccessKeyId"];
    }

    public Task CreateRoleAsync(string caller, string role, CancellationToken cancellationToken) => CallAsync(
        caller,
        cancellationToken,
        ("Action", "CreateRole"), ("RoleName", role), ("AssumeRolePolicyDocument", TrustManagementAccount));

    public Task AllowEverythingAsync(string caller, string role, CancellationToken cancellationToken) => CallAsync(
        caller,
        cancellationToken,
        ("Action", "PutRolePolicy"), ("RoleName", role), ("PolicyName", "everything"),
        ("PolicyDocument", AllowEverything));

    /// <returns>The ARN of the new policy.</returns>
    public async Task<string> AttachPolicyAsync(
        string caller, string role, string policy, CancellationToken cancellationToken)
    {
        var created = await CallAsync(
            caller,
            cancellationToken,
            ("Action", "CreatePolicy"), ("PolicyName", policy), ("PolicyDocument", AllowEverything));
        var arn = created["Arn"];
        await CallAsync(
            caller, cancellationToken, ("Action", "AttachRolePolicy"), ("RoleName", role), ("PolicyArn", arn));
        return arn;
    }

    public async Task<AccessKey> CreateUserAsync(string name, string? policy, CancellationToken cancellationToken)
    {
        const string Caller = MotoSetup.ManagementAccountId;
        await CallAsync(Caller, cancellationToken, ("Action", "CreateUser"), ("UserName", name));
        if (policy is not null)
        {
            await CallAsync(
                Caller,
                cancellationToken,
                ("Action", "PutUserPolicy"), ("UserName", name), ("PolicyName", "all"), ("PolicyDocument", policy));
        }

        var key = await CallAsync(Caller, cancellationToken, ("Action", "CreateAccessKey"), ("UserName", name));
        return new AccessKey(key["AccessKeyId"], key["SecretAccessKey"]);
    }

    private Task<Dictionary<string, string>> CallAsync(
        string caller, CancellationToken cancellationToken, params (string Name, string Value)[] fields) =>
        calls.QueryAsync("iam", caller, fields, cancellationToken);
}
