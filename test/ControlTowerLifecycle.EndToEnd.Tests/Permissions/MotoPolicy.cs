using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// A policy as moto has to read it to decide as IAM would. Moto knows fewer names than IAM; nothing is allowed here
/// that IAM would not allow, but for three things that moto cannot tell and that the simulation of the policies, among
/// the tests of the template, decides instead:
/// <list type="bullet">
/// <item>conditions: moto reads none of an identity policy, neither <c>aws:ResourceOrgID</c> nor
/// <c>iam:PolicyARN</c>;</item>
/// <item>resources of any service but SQS, STS and IAM, and of a role that is not there yet;</item>
/// <item>session policies and the trust of roles in other accounts.</item>
/// </list>
/// </summary>
internal static class MotoPolicy
{
    /// <summary>
    /// Where moto knows no resource it asks for <c>*</c>, which no ARN covers. It reads a policy's resource as a
    /// regular expression from <c>^</c> to <c>$</c>: with this behind it, an ARN covers that one character too.
    /// </summary>
    private const string OrUnknown = "$|^.";

    private static readonly string[] ServicesWithResources = ["sqs", "sts"];

    public static string Of(JsonObject document)
    {
        var told = document.DeepClone();
        foreach (var statement in told["Statement"]!.AsArray())
        {
            var actions = PolicyDocuments.Texts(statement!["Action"]!);
            statement["Action"] = Array([.. actions, .. actions.SelectMany(OperationsNamedOtherwise)]);
            if (!actions.Any(action => ServicesWithResources.Contains(action.Split(':')[0], StringComparer.Ordinal)))
                statement["Resource"] = Array(PolicyDocuments.Texts(statement["Resource"]!)
                    .Select(resource => resource == "*" ? resource : resource + OrUnknown));
        }

        return told.ToJsonString();
    }

    /// <summary>Moto takes every operation for an action; SQS has one action for an operation and its batch.</summary>
    private static string[] OperationsNamedOtherwise(string action) =>
        action is "sqs:SendMessage" or "sqs:DeleteMessage" or "sqs:ChangeMessageVisibility" ? [$"{action}Batch"] : [];

    private static JsonArray Array(IEnumerable<string> texts) =>
        new([.. texts.Select(text => JsonValue.Create(text))]);
}
