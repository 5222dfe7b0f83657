namespace ControlTowerLifecycle.Hosting.Metrics;

/// <summary>
/// A metric of CloudWatch by its name and unit. All are in <see cref="Namespace"/> with the dimension
/// <see cref="FunctionName"/>; the alarms and the dashboard of the stack read them by these names.
/// </summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">A unit of CloudWatch's <c>MetricDatum</c>.</param>
internal sealed record Metric(string Name, string Unit)
{
    /// <summary>The namespace of all metrics.</summary>
    public const string Namespace = "ControlTowerLifecycle";

    /// <summary>The dimension of all metrics: two stacks in one account do not mix.</summary>
    public const string FunctionName = "FunctionName";

    /// <summary>The second dimension of <see cref="AccountsSkipped"/>: why.</summary>
    public const string Reason = "Reason";

    private const string Count = "Count";

    /// <summary>Accounts that a reconcile saw.</summary>
    public static Metric AccountsTotal { get; } = new("AccountsTotal", Count);

    /// <summary>Accounts that a reconcile found protected.</summary>
    public static Metric AccountsProtected { get; } = new("AccountsProtected", Count);

    /// <summary>Accounts without a registration at the vendor.</summary>
    public static Metric AccountsMissing { get; } = new("AccountsMissing", Count);

    /// <summary>Accounts whose role or registration is not as it should be.</summary>
    public static Metric AccountsDrifted { get; } = new("AccountsDrifted", Count);

    /// <summary>Governed accounts that could not be looked at.</summary>
    public static Metric AccountsFailed { get; } = new("AccountsFailed", Count);

    /// <summary>Missing, drifted and failed together.</summary>
    public static Metric AccountsUnprotected { get; } = new("AccountsUnprotected", Count);

    /// <summary>Accounts left alone on purpose; once in all, and once for each <see cref="Reason"/>.</summary>
    public static Metric AccountsSkipped { get; } = new("AccountsSkipped", Count);

    /// <summary>Registrations under our name whose account is no active member of the organization.</summary>
    public static Metric ConnectorsOrphaned { get; } = new("ConnectorsOrphaned", Count);

    /// <summary>1 if a walk could not read which accounts Control Tower governs, otherwise 0.</summary>
    public static Metric GovernanceUnknown { get; } = new("GovernanceUnknown", Count);

    /// <summary>Days until the API key ends: below zero once it has, a hundred years where it never does.</summary>
    public static Metric ApiKeyDaysLeft { get; } = new("ApiKeyDaysLeft", Count);

    /// <summary>Accounts for which steps were done.</summary>
    public static Metric AccountsOnboarded { get; } = new("AccountsOnboarded", Count);

    /// <summary>Attempts that a later one can mend.</summary>
    public static Metric AttemptsRetried { get; } = new("AttemptsRetried", Count);

    /// <summary>Attempts that need a person.</summary>
    public static Metric AttemptsRejected { get; } = new("AttemptsRejected", Count);

    /// <summary>How long an account took that was onboarded.</summary>
    public static Metric OnboardingDuration { get; } = new("OnboardingDuration", "Milliseconds");

    /// <summary>Calls of the vendor's API.</summary>
    public static Metric VendorCalls { get; } = new("VendorCalls", Count);

    /// <summary>Of these, the ones the vendor refused because there were too many.</summary>
    public static Metric VendorThrottles { get; } = new("VendorThrottles", Count);
}

/// <summary>What was measured.</summary>
/// <param name="Metric">Which metric.</param>
/// <param name="Values">One value or several; the embedded metric format takes up to 100.</param>
internal sealed record Measurement(Metric Metric, params IReadOnlyList<double> Values);
