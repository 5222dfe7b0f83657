using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// Translates a policy so that moto decides as IAM does. The translation allows only what IAM allows, except for three
/// points that moto does not check. The policy simulation in the tests of the template checks them:
/// <list type="bullet">
/// <item>conditions of identity policies, for example <c>aws:ResourceOrgID</c> and <c>iam:PolicyARN</c>;</item>
/// <item>resources of services other than SQS, STS and IAM, and of a role that does not exist yet;</item>
/// <item>session policies, and trust policies of roles in other accounts.</item>
/// </list>
/// </summary>
internal static class MotoPolicy
{
    /// <summary>
    /// If moto does not know the resource of a call, it checks <c>*</c>, which no ARN matches. Moto reads the resource
    /// of a policy as a regular expression between <c>^</c> and <c>$</c>: with this suffix, an ARN also matches one
    /// character.
    /// </summary>
    private const string OrUnknown = "$|^.";

    private static readonly string[] ServicesWithResources = ["sqs", "sts"];

    public static string Translate(JsonObject document)
    {
        var translated = document.DeepClone();
        foreach (var statement in translated["Statement"]!.AsArray())
        {
            var actions = PolicyDocuments.Texts(statement!["Action"]!);
            statement["Action"] = Array([.. actions, .. actions.SelectMany(BatchOperations)]);
            if (!actions.Any(action => ServicesWithResources.Contains(action.Split(':')[0], StringComparer.Ordinal)))
                statement["Resource"] = Array(PolicyDocuments.Texts(statement["Resource"]!)
                    .Select(resource => resource == "*" ? resource : resource + OrUnknown));
        }

        return translated.ToJsonString();
    }

    /// <summary>Moto has one action per operation. In SQS, an operation and its batch share one action.</summary>
    private static string[] BatchOperations(string action) =>
        action is "sqs:SendMessage" or "sqs:DeleteMessage" or "sqs:ChangeMessageVisibility" ? [$"{action}Batch"] : [];

    private static JsonArray Array(IEnumerable<string> texts) =>
        new([.. texts.Select(text => JsonValue.Create(text))]);
}
