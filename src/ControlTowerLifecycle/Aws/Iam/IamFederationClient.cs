using System.Globalization;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>
/// OIDC providers and customer-managed policies of the account whose credentials the connection holds. What does not
/// exist is a value, not an exception.
/// </summary>
/// <remarks>Every method throws <see cref="AwsException"/> if IAM refuses or does not respond.</remarks>
internal sealed class IamFederationClient(QueryApi api)
{
    /// <summary>An OIDC provider; null if there is none with this ARN.</summary>
    public async Task<IamOidcProvider?> GetProviderAsync(string arn, CancellationToken cancellationToken)
    {
        try
        {
            return await api.CallAsync(
                "GetOpenIDConnectProvider",
                arn,
                [("OpenIDConnectProviderArn", arn)],
                result => new IamOidcProvider(
                    [.. result.Members("ClientIDList").Select(id => id.Value)],
                    [.. result.Members("ThumbprintList").Select(thumbprint => thumbprint.Value)]),
                cancellationToken);
        }
        catch (AwsException exception) when (exception.Code == IamCodes.NoSuchEntity)
        {
            return null;
        }
    }

    /// <summary>Creates an OIDC provider; false if one of the same host exists.</summary>
    public Task<bool> CreateProviderAsync(
        string arn, string url, IReadOnlyList<string> clientIds, IReadOnlyList<string> thumbprints,
        CancellationToken cancellationToken) =>
        CreateAsync(
            "CreateOpenIDConnectProvider",
            arn,
            [("Url", url), .. QueryApi.Members("ClientIDList", clientIds), .. QueryApi.Members("ThumbprintList", thumbprints)],
            cancellationToken);

    /// <summary>Adds a client ID; returns normally if the provider has it.</summary>
    public Task AddClientIdAsync(string arn, string clientId, CancellationToken cancellationToken) =>
        api.SendAsync(
            "AddClientIDToOpenIDConnectProvider",
            arn,
            [("OpenIDConnectProviderArn", arn), ("ClientID", clientId)],
            cancellationToken);

    /// <summary>Replaces all thumbprints.</summary>
    public Task UpdateThumbprintsAsync(
        string arn, IReadOnlyList<string> thumbprints, CancellationToken cancellationToken) =>
        api.SendAsync(
            "UpdateOpenIDConnectProviderThumbprint",
            arn,
            [("OpenIDConnectProviderArn", arn), .. QueryApi.Members("ThumbprintList", thumbprints)],
            cancellationToken);

    /// <summary>All versions of a policy, without their documents; empty if there is no such policy.</summary>
    public Task<IReadOnlyList<IamPolicyVersion>> ListPolicyVersionsAsync(
        string arn, CancellationToken cancellationToken) =>
        api.ListAsync(
            "ListPolicyVersions",
            ("PolicyArn", arn),
            "Versions",
            version => new IamPolicyVersion(version.Text("VersionId"), version.Text("IsDefaultVersion") == "true"),
            cancellationToken);

    /// <summary>The document of a version as JSON text; null if there is no such policy or version.</summary>
    public async Task<string?> GetPolicyVersionAsync(string arn, string versionId, CancellationToken cancellationToken)
    {
        try
        {
            return await api.CallAsync(
                "GetPolicyVersion",
                arn,
                [("PolicyArn", arn), ("VersionId", versionId)],
                result => result.Child("PolicyVersion").Policy("Document"),
                cancellationToken);
        }
        catch (AwsException exception) when (exception.Code == IamCodes.NoSuchEntity)
        {
            return null;
        }
    }

    /// <summary>Creates a policy; false if one of this name exists.</summary>
    public Task<bool> CreatePolicyAsync(
        string arn, string name, string description, string document, CancellationToken cancellationToken) =>
        CreateAsync(
            "CreatePolicy",
            arn,
            [("PolicyName", name), ("PolicyDocument", document), ("Description", description)],
            cancellationToken);

    /// <summary>Adds a version that applies from now on; false if the policy has five versions.</summary>
    public Task<bool> CreatePolicyVersionAsync(string arn, string document, CancellationToken cancellationToken) =>
        CreateAsync(
            "CreatePolicyVersion",
            arn,
            [("PolicyArn", arn), ("PolicyDocument", document), ("SetAsDefault", "true")],
            cancellationToken,
            refusal: IamCodes.LimitExceeded);

    /// <summary>Deletes a version that does not apply; returns normally if there is none.</summary>
    public async Task DeletePolicyVersionAsync(string arn, string versionId, CancellationToken cancellationToken)
    {
        try
        {
            await api.SendAsync(
                "DeletePolicyVersion", arn, [("PolicyArn", arn), ("VersionId", versionId)], cancellationToken);
        }
        catch (AwsException exception) when (exception.Code == IamCodes.NoSuchEntity)
        {
            // Another run deleted it, or an earlier attempt did and its response was lost.
        }
    }

    /// <summary>Attaches a policy to a role; returns normally if it is attached.</summary>
    public Task AttachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        api.SendAsync(
            "AttachRolePolicy", roleName, [("RoleName", roleName), ("PolicyArn", policyArn)], cancellationToken);

    private async Task<bool> CreateAsync(
        string operation, string arn, IReadOnlyList<(string Name, string Value)> fields, CancellationToken cancellationToken,
        string refusal = IamCodes.AlreadyExists)
    {
        try
        {
            await api.SendAsync(operation, arn, fields, cancellationToken);
            return true;
        }
        catch (AwsException exception) when (exception.Code == refusal)
        {
            return false;
        }
    }
}

/// <summary>An OIDC provider as IAM has it.</summary>
internal sealed record IamOidcProvider(IReadOnlyList<string> ClientIds, IReadOnlyList<string> Thumbprints);

/// <summary>A version of a managed policy.</summary>
/// <param name="Id"><c>v1</c>, <c>v2</c> and so on, in the order of creation. IAM uses no number again.</param>
/// <param name="IsDefault">Whether it applies.</param>
internal sealed record IamPolicyVersion(string Id, bool IsDefault)
{
    /// <summary>IAM states the time of creation in whole seconds only, so the number decides which version is older.</summary>
    public int Number => int.TryParse(Id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : int.MaxValue;
}
