using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// An organizational unit's id, for example <c>ou-ab12-c3d4e5f6</c> (AWS Organizations API reference,
/// <c>OrganizationalUnit.Id</c>).
/// </summary>
internal static partial class OrganizationalUnitId
{
    /// <summary>Whether a text has the form of such an id.</summary>
    public static bool IsOne(string text) => Shape().IsMatch(text);

    [GeneratedRegex(@"^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
