using System.Globalization;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Reports;

namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>The lines of <c>doctor</c>.</summary>
internal sealed class DoctorText(Screen screen)
{
    public void Write(ReportedCheck check)
    {
        var (word, tone) = check.Result switch
        {
            CheckWords.Ok => ("ok", Tone.Plain),
            CheckWords.Failed => ("failed", Tone.Bad),
            _ => ("not checked", Tone.Warning),
        };
        screen.Write($"{word,-11} {check.Name}: {check.Found}", tone);
        if (check.WhatToDo is { } advice)
            screen.Write($"→ {advice}", Tone.Strong, 2);
    }

    public void Verdict(DoctorReport report)
    {
        screen.Write("");
        if (report.AllOk)
            screen.Write(Number($"All is well: {report.Checks.Count} checks."), Tone.Good);
        else if (report.Failed > 0)
            screen.Write(Number($"{report.Failed} of {report.Checks.Count} checks failed, {report.NotChecked} not checked."), Tone.Bad);
        else
            screen.Write(
                Number($"Not known whether all is well: {report.NotChecked} of {report.Checks.Count} not checked."), Tone.Warning);
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
