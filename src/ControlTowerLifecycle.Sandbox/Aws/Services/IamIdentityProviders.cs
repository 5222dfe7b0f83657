using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// OIDC providers. Constraints:
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html.
/// </summary>
internal sealed class IamIdentityProviders(SandboxOrganization organization)
{
    private const string Scheme = "https://";
    private const int MostThumbprints = 5;
    private const int MostClientIds = 100;
    private const int LongestText = 255;

    /// <summary>The ARN that CreateOpenIDConnectProvider would give.</summary>
    public static string ArnOf(AwsCall call) => AwsNames.IdentityProvider(call.Caller.AccountId, Host(call));

    public JsonObject Create(AwsCall call)
    {
        var provider = new SandboxIdentityProvider(
            ArnOf(call), CheckClientIds([.. Texts(call, "ClientIDList")]), Thumbprints(call), call.Now);
        organization.Change(call.Caller.AccountId, account => account.IdentityProvider(provider.Arn) is not null
            ? throw new AwsErrorException(
                "EntityAlreadyExists",
                $"Provider with url {Scheme}{provider.Host} already exists.",
                HttpStatusCode.Conflict)
            : account.With(provider));
        return new JsonObject { ["OpenIDConnectProviderArn"] = provider.Arn };
    }

    public JsonObject Get(AwsCall call)
    {
        var provider = Find(organization.Account(call.Caller.AccountId), call);
        return new JsonObject
        {
            ["Url"] = provider.Host,
            ["CreateDate"] =
                provider.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["ClientIDList"] = new JsonArray([.. provider.ClientIds.Select(id => JsonValue.Create(id))]),
            ["ThumbprintList"] = new JsonArray([.. provider.Thumbprints.Select(text => JsonValue.Create(text))]),
        };
    }

    public JsonObject AddClientId(AwsCall call)
    {
        var id = call.Required("ClientID");
        organization.Change(call.Caller.AccountId, account =>
        {
            var provider = Find(account, call);
            return account.With(provider with { ClientIds = CheckClientIds(provider.ClientIds.Add(id)) });
        });
        return [];
    }

    public JsonObject UpdateThumbprints(AwsCall call)
    {
        var thumbprints = Thumbprints(call);
        if (thumbprints.IsEmpty)
            throw AwsErrorException.Constraint("thumbprintList", "Member must not be null");
        organization.Change(
            call.Caller.AccountId, account => account.With(Find(account, call) with { Thumbprints = thumbprints }));
        return [];
    }

    private static SandboxIdentityProvider Find(SandboxAccount account, AwsCall call)
    {
        var arn = call.Required("OpenIDConnectProviderArn");
        return account.IdentityProvider(arn)
            ?? throw IamParameters.NoSuchEntity($"OpenIDConnect Provider not found for arn {arn}");
    }

    private static string Host(AwsCall call)
    {
        var url = call.Required("Url");
        return url.Length <= LongestText && url.StartsWith(Scheme, StringComparison.Ordinal) && url.Length > Scheme.Length
            ? url[Scheme.Length..]
            : throw new AwsErrorException("InvalidInput", "Invalid Open ID Connect Provider URL");
    }

    private static ImmutableArray<string> Thumbprints(AwsCall call)
    {
        ImmutableArray<string> thumbprints = [.. Texts(call, "ThumbprintList")];
        if (thumbprints.Length > MostThumbprints)
            throw new AwsErrorException("InvalidInput", "Thumbprint list must contain fewer than 5 entries.");
        return thumbprints.All(text => text.Length == 40 && text.All(char.IsAsciiHexDigit))
            ? thumbprints
            : throw AwsErrorException.Constraint("thumbprintList", "Member must have length equal to 40");
    }

    private static ImmutableSortedSet<string> CheckClientIds(ImmutableSortedSet<string> ids)
    {
        if (ids.Any(id => id.Length is 0 or > LongestText))
            throw AwsErrorException.Constraint("clientIDList", "Member must have length between 1 and 255");
        return ids.Count <= MostClientIds
            ? ids
            : throw IamParameters.LimitExceeded($"Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: {MostClientIds}");
    }

    private static IEnumerable<string> Texts(AwsCall call, string name) =>
        call.List(name).Select(item => item?.GetValue<string>() ?? throw call.Invalid($"{name} has an empty member."));
}
