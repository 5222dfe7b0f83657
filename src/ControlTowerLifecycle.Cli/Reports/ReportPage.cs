using System.Text.Json;
using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>The self-contained web page of a report. Its parts are files in <c>Report/</c>.</summary>
internal static partial class ReportPage
{
    private const string ReportToken = "/*REPORT*/null";

    /// <remarks>
    /// The report comes last: its text must not be taken for a token. <see cref="ReportJson.Default"/> writes every
    /// <c>&lt;</c> as \u003c, so that no name ends the script.
    /// </remarks>
    public static string Create(StatusReport report)
    {
        var page = PartToken().Replace(Read("page.html"), token => Read(token.Groups["file"].Value));
        return page.Replace(ReportToken, Serialize(report, ReportJson.Default), StringComparison.Ordinal);
    }

    public static string Serialize(StatusReport report, ReportJson json) => JsonSerializer.Serialize(report, json.StatusReport);

    private static string Read(string file)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The page has no part {file}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"/\*(?<file>[a-z]+\.(css|js))\*/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PartToken();
}
