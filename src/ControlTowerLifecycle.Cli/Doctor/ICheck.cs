namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>One question about an installation. It changes nothing.</summary>
internal interface ICheck
{
    /// <summary>The name in the document of <c>--json</c>; it does not change.</summary>
    string Id { get; }

    /// <summary>The name for the operator.</summary>
    string Name { get; }

    /// <exception cref="Failures.RemoteSystemException">The check could not run: AWS or a vendor refused or did not
    /// respond.</exception>
    Task<CheckResult> RunAsync(CancellationToken cancellationToken);
}

/// <summary>How a check ended.</summary>
internal enum CheckState
{
    /// <summary>It was seen that all is right.</summary>
    Ok,

    /// <summary>It was seen that something is wrong.</summary>
    Failed,

    /// <summary>Nothing shows whether it is right.</summary>
    NotChecked,
}

/// <param name="State">How it ended.</param>
/// <param name="Found">What was seen, or why nothing was.</param>
/// <param name="WhatToDo">What to do; null if nothing.</param>
internal sealed record CheckResult(CheckState State, string Found, string? WhatToDo)
{
    public static CheckResult Ok(string found) => new(CheckState.Ok, found, null);

    public static CheckResult Failed(string found, string whatToDo) => new(CheckState.Failed, found, whatToDo);

    public static CheckResult NotChecked(string why, string? whatToDo) => new(CheckState.NotChecked, why, whatToDo);
}
