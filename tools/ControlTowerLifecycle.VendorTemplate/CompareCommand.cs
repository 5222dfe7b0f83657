using System.CommandLine;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.VendorTemplate;

/// <summary>The command line.</summary>
internal static class CompareCommand
{
    private const int Different = 1;
    private const int CannotCompare = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var file = new Argument<string>("file") { Description = "The downloaded template, YAML or JSON." };
        var json = new Option<bool>("--json") { Description = "Write one JSON document." };
        var command = new RootCommand(
            """
            Compares the policies VisionOnePolicyPart1, 2 and 3 of the vendor's CloudFormation template for a single AWS
            account with those that this program writes into each account. Lists added (+) and removed (-) actions.

            Exit codes: 0 equal; 1 different; 2 an argument is invalid, or the file is not such a template.
            """)
        {
            file, json,
        };
        command.SetAction((parsed, _) => CompareAsync(parsed.GetValue(file)!, parsed.GetValue(json), output, error));
        var parsed = command.Parse(arguments);
        var isInvalid = parsed.Errors.Count > 0;
        var code = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = isInvalid ? error : output, Error = error }, CancellationToken.None);
        return isInvalid ? CannotCompare : code;
    }

    private static async Task<int> CompareAsync(string path, bool asJson, TextWriter output, TextWriter error)
    {
        IReadOnlyList<PolicyComparison> policies;
        try
        {
            policies = PolicyComparison.All(TemplateFile.Read(path));
        }
        catch (TemplateException e)
        {
            await error.WriteLineAsync(e.Message);
            return CannotCompare;
        }

        var isEqual = policies.All(policy => policy.IsEqual);
        await output.WriteLineAsync(asJson ? Json(policies, isEqual) : Text(policies, isEqual));
        return isEqual ? 0 : Different;
    }

    private static string Text(IReadOnlyList<PolicyComparison> policies, bool isEqual) => string.Join(
        Environment.NewLine,
        [
            .. policies.SelectMany(policy => (string[])
            [
                $"{policy.Name}: {(policy.IsEqual ? "equal" : $"{policy.Added.Count} added, {policy.Removed.Count} removed")}",
                .. policy.Added.Select(grant => $"  + {grant}"),
                .. policy.Removed.Select(grant => $"  - {grant}"),
            ]),
            isEqual
                ? "The template allows what this program writes."
                : "Copy the statements into src/ControlTowerLifecycle/CloudAccounts/Role, and update docs/cloud-accounts.md.",
        ]);

    private static string Json(IReadOnlyList<PolicyComparison> policies, bool isEqual) => new JsonObject
    {
        ["equal"] = isEqual,
        ["policies"] = new JsonArray([.. policies.Select(policy => new JsonObject
        {
            ["name"] = policy.Name,
            ["added"] = List(policy.Added),
            ["removed"] = List(policy.Removed),
        })]),
    }.ToJsonString(new() { WriteIndented = true });

    private static JsonArray List(IReadOnlyList<string> grants) => [.. grants.Select(grant => JsonValue.Create(grant))];
}
