using System.Globalization;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>
/// Decides whether a reconcile may queue the accounts that it found to have left. Control Tower can return a part of its
/// list, and then every account that is missing in it looks as if it had left. So many departures at once need the number
/// from an operator, who has compared it with Control Tower.
/// </summary>
/// <param name="limitPercent">DISCONNECT_LIMIT_PERCENT: the share of the governed accounts.</param>
internal sealed class DisconnectBrake(int limitPercent)
{
    /// <summary>As many accounts are disconnected in the smallest organization too.</summary>
    private const int MaximumUnconfirmed = 3;

    private const int MaximumNamed = 5;

    /// <param name="request">The walk, which may have a confirmed number.</param>
    /// <param name="departed">All accounts that the whole walk found to have left.</param>
    /// <param name="governed">How many accounts Control Tower governs.</param>
    /// <returns>Why none of them is disconnected; null if all of them may be.</returns>
    public HeldDisconnects? Judge(WalkRequest request, IReadOnlyList<AccountId> departed, int governed)
    {
        if (request.ConfirmedDisconnects is { } confirmed)
        {
            return confirmed == departed.Count
                ? null
                : Hold(request, departed, $"confirmDisconnect is {confirmed}, but {Describe(departed, governed)}");
        }

        var exceeds = departed.Count > MaximumUnconfirmed && departed.Count * 100L > (long)limitPercent * governed;
        return exceeds
            ? Hold(
                request,
                departed,
                $"{Describe(departed, governed)}: more than {MaximumUnconfirmed} accounts and more than {limitPercent} % "
                + "(DISCONNECT_LIMIT_PERCENT)")
            : null;
    }

    private static HeldDisconnects Hold(WalkRequest request, IReadOnlyList<AccountId> departed, string fault) => new(
        $"{fault}; none of them is queued",
        departed is []
            ? "Reconcile without confirmDisconnect."
            : "Compare these accounts with Control Tower: it may have returned a part of its list. If all of them have left, run "
                + $"ctlifecycle reconcile {(request.Unit is { } unit ? $"--ou {unit} " : "")}--confirm-disconnect {departed.Count}, "
                + $"or invoke the backfill function with {WalkPayload.WriteReconcile(request.Unit, departed.Count)}.");

    private static string Describe(IReadOnlyList<AccountId> departed, int governed)
    {
        var named = string.Join(", ", departed.Take(MaximumNamed));
        var more = departed.Count > MaximumNamed ? " …" : "";
        var names = departed is [] ? "" : $" ({named}{more})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the reconcile would disconnect {departed.Count} accounts{names} of {governed} governed ones");
    }
}

/// <summary>Why a reconcile queued no account to be disconnected, for an operator.</summary>
/// <param name="Cause">What was found.</param>
/// <param name="Advice">How to confirm.</param>
internal sealed record HeldDisconnects(string Cause, string Advice);
