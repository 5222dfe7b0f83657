namespace ControlTowerLifecycle.Hosting.Metrics;

/// <summary>
/// A CloudWatch metric. All metrics are in <see cref="Namespace"/> with the dimension <see cref="FunctionName"/>. The
/// alarms and the dashboard of the stack use these names.
/// </summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">A unit of the CloudWatch API's <c>MetricDatum</c>.</param>
internal sealed record Metric(string Name, string Unit)
{
    public const string Namespace = "ControlTowerLifecycle";

    /// <summary>The dimension of all metrics. It separates two stacks in one account.</summary>
    public const string FunctionName = "FunctionName";

    /// <summary>The second dimension of <see cref="AccountsSkipped"/>.</summary>
    public const string Reason = "Reason";

    private const string Count = "Count";

    /// <summary>Accounts that a reconcile read.</summary>
    public static Metric AccountsTotal { get; } = new("AccountsTotal", Count);

    /// <summary>Accounts that a reconcile found protected.</summary>
    public static Metric AccountsProtected { get; } = new("AccountsProtected", Count);

    /// <summary>Accounts without a registration at the vendor.</summary>
    public static Metric AccountsMissing { get; } = new("AccountsMissing", Count);

    /// <summary>Accounts whose role or registration differs from the wanted state.</summary>
    public static Metric AccountsDrifted { get; } = new("AccountsDrifted", Count);

    /// <summary>Accounts whose connector role another owner changed.</summary>
    public static Metric AccountsWidened { get; } = new("AccountsWidened", Count);

    /// <summary>Governed accounts that could not be checked.</summary>
    public static Metric AccountsFailed { get; } = new("AccountsFailed", Count);

    /// <summary>The sum of missing, drifted, widened and failed.</summary>
    public static Metric AccountsUnprotected { get; } = new("AccountsUnprotected", Count);

    /// <summary>Skipped accounts: one value for all, and one for each <see cref="Reason"/>.</summary>
    public static Metric AccountsSkipped { get; } = new("AccountsSkipped", Count);

    /// <summary>Registrations with our name whose account is not an active account of the organization.</summary>
    public static Metric ConnectorsOrphaned { get; } = new("ConnectorsOrphaned", Count);

    /// <summary>Connections of ours to Cloud Accounts that the vendor watches.</summary>
    public static Metric ConnectionsManaged { get; } = new("ConnectionsManaged", Count);

    /// <summary>Connections of ours whose role the vendor finds outdated.</summary>
    public static Metric ConnectionsOutdated { get; } = new("ConnectionsOutdated", Count);

    /// <summary>Connections of ours whose account the vendor cannot enter.</summary>
    public static Metric ConnectionsFailed { get; } = new("ConnectionsFailed", Count);

    /// <summary>Connections of ours in any other state.</summary>
    public static Metric ConnectionsOther { get; } = new("ConnectionsOther", Count);

    /// <summary>1 if a walk could not read which accounts Control Tower governs, otherwise 0.</summary>
    public static Metric GovernanceUnknown { get; } = new("GovernanceUnknown", Count);

    /// <summary>Days until the API key expires: negative after that, 36,500 if it never expires.</summary>
    public static Metric ApiKeyDaysLeft { get; } = new("ApiKeyDaysLeft", Count);

    /// <summary>Accounts in which steps were applied.</summary>
    public static Metric AccountsOnboarded { get; } = new("AccountsOnboarded", Count);

    /// <summary>Attempts with a retryable failure.</summary>
    public static Metric AttemptsRetried { get; } = new("AttemptsRetried", Count);

    /// <summary>Attempts with a failure that needs an operator.</summary>
    public static Metric AttemptsRejected { get; } = new("AttemptsRejected", Count);

    /// <summary>The duration of an onboarding.</summary>
    public static Metric OnboardingDuration { get; } = new("OnboardingDuration", "Milliseconds");

    /// <summary>Calls to the vendor's API.</summary>
    public static Metric VendorCalls { get; } = new("VendorCalls", Count);

    /// <summary>Calls that the vendor throttled (HTTP 429).</summary>
    public static Metric VendorThrottles { get; } = new("VendorThrottles", Count);
}

/// <param name="Metric">The metric.</param>
/// <param name="Values">One value or several; the embedded metric format takes up to 100.</param>
internal sealed record Measurement(Metric Metric, params IReadOnlyList<double> Values);
