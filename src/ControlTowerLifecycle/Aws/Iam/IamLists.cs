using System.Xml.Linq;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>The lists of IAM, which come in pages.</summary>
internal static class IamLists
{
    /// <summary>All members of a list, over all pages; none if its role or policy does not exist.</summary>
    /// <param name="api">The API of IAM.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="of">The role or policy: the field of the request, and its value.</param>
    /// <param name="list">The element of the response that holds the members.</param>
    /// <param name="read">Reads a member.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(
        this QueryApi api, string operation, (string Name, string Value) of, string list, Func<XElement, T> read,
        CancellationToken cancellationToken)
    {
        List<T> members = [];
        var tokens = new PageTokens();
        string? marker = null;
        try
        {
            do
            {
                var page = await api.CallAsync(
                    operation,
                    of.Value,
                    marker is null ? [of] : [of, ("Marker", marker)],
                    result => (Members: result.Members(list).Select(read).ToList(), Next: NextMarker(result)),
                    cancellationToken);
                members.AddRange(page.Members);
                marker = tokens.Next(page.Next, AwsService.Iam, operation, of.Value);
            }
            while (marker is not null);
        }
        catch (AwsException exception) when (exception.Code == IamCodes.NoSuchEntity)
        {
            return [];
        }

        return members;
    }

    private static string? NextMarker(XElement result) =>
        result.TextOrNull("IsTruncated") == "true" ? result.Text("Marker") : null;
}
