using System.Globalization;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Fakes;

internal static class NumberedAccounts
{
    extension(AccountId account)
    {
        /// <summary>The number that <see cref="Sample.Numbered"/> made the ID of.</summary>
        public long Number => long.Parse(account.Value, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
