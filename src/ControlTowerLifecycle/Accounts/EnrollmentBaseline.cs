namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// AWSControlTowerBaseline. An account on which it is enabled is governed; other baselines (Config, Backup, …) do not
/// enroll an account. Events and walks use this one definition.
/// </summary>
internal static class EnrollmentBaseline
{
    public const string Name = "AWSControlTowerBaseline";

    /// <summary>The same in every region (AWS Control Tower user guide, "Types of baselines").</summary>
    private const string Id = "17BSJV3IGJ2QSGA2";

    /// <summary>The API reference writes <c>arn:…::baseline/ID</c>, the user guide <c>arn:…::baseline:ID</c>.</summary>
    public static bool IsNamedBy(string baselineArn) => baselineArn.EndsWith(Id, StringComparison.Ordinal);
}
