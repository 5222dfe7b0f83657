using System.Globalization;
using System.Text.Json.Nodes;

namespace ControlTowerLifecycle.Sandbox.CloudAccounts;

/// <summary>
/// A page of the list. The link to the next page does not contain the filter: the caller must send it with each page.
/// </summary>
internal sealed class CloudAccountsPage(CloudAccountsTenant tenant, CloudAccountsRequest request)
{
    private const int LongestFilter = 254;
    private static readonly int[] Sizes = [25, 50, 100, 500, 1000, 5000];

    public JsonObject Write(Func<CloudAccount, JsonObject> toJson)
    {
        var size = Size();
        var (from, filter) = Position();
        IReadOnlyList<CloudAccount> matching = filter is null
            ? tenant.Accounts
            : [.. tenant.Accounts.Where(account => account.Id == filter)];
        var page = matching.Skip(from).Take(Math.Min(size, tenant.PageSize ?? size)).ToList();
        var result = new JsonObject
        {
            ["totalCount"] = matching.Count,
            ["count"] = page.Count,
            ["items"] = new JsonArray([.. page.Select(toJson)]),
        };
        if (tenant.NextLinks.TryDequeue(out var link))
        {
            result["nextLink"] = link;
        }
        else if (from + page.Count < matching.Count)
        {
            result["nextLink"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Collection}?top={size}&skipToken={from + page.Count}.{filter}");
        }

        return result;
    }

    private int Size() => request.Query["top"].ToString() is not { Length: > 0 } text
        ? Sizes[0]
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && Sizes.Contains(size)
            ? size
            : throw CloudAccountsErrorException.BadRequest($"top must be one of {string.Join(", ", Sizes)}.");

    /// <summary>The offset, and the account that the filter names.</summary>
    private (int From, string? Filter) Position()
    {
        var filter = Filter();
        if (request.Query["skipToken"].ToString() is not { Length: > 0 } token)
            return (0, filter);
        var parts = token.Split('.');
        return parts is [var offset, var listed] && int.TryParse(offset, CultureInfo.InvariantCulture, out var from)
            && listed == (filter ?? "")
                ? (from, filter)
                : throw CloudAccountsErrorException.BadRequest("skipToken is not valid for this filter.");
    }

    private string? Filter()
    {
        const string start = "id eq '";
        if (request.Filter is not { Length: > 0 } text)
            return null;
        return text.Length <= LongestFilter && text.StartsWith(start, StringComparison.Ordinal)
            && text.EndsWith('\'') && text[start.Length..^1] is { Length: 12 } id && id.All(char.IsAsciiDigit)
                ? id
                : throw CloudAccountsErrorException.BadRequest("The sandbox supports the filter id eq '…' only.");
    }
}
