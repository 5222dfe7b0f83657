namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The document of <c>doctor</c>.</summary>
/// <param name="BeforeDeploy">Whether the checks of a stack were left out.</param>
/// <param name="Checks">In the order of the text.</param>
internal sealed record DoctorReport(bool BeforeDeploy, IReadOnlyList<ReportedCheck> Checks) : Report
{
    /// <summary>Whether every check was made and is right.</summary>
    public bool AllOk => Checks is not [] && Checks.All(check => check.Result == CheckWords.Ok);

    public int Failed => Checks.Count(check => check.Result == CheckWords.Failed);

    public int NotChecked => Checks.Count(check => check.Result == CheckWords.NotChecked);
}

/// <summary>A check. The result is one of <see cref="CheckWords"/>.</summary>
internal sealed record ReportedCheck(string Id, string Name, string Result, string Found, string? WhatToDo);

/// <summary>The results of a check.</summary>
internal static class CheckWords
{
    public const string Ok = "ok";
    public const string Failed = "failed";
    public const string NotChecked = "notChecked";
}
