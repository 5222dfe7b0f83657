using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// The ID of an organizational unit, for example <c>ou-ab12-c3d4e5f6</c> (AWS Organizations API reference,
/// <c>OrganizationalUnit.Id</c>).
/// </summary>
internal static partial class OrganizationalUnitId
{
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
