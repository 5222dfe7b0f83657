using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Cli.Letters;

namespace ControlTowerLifecycle.Cli.Reports;

/// <summary>Writes the documents.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(VersionReport))]
[JsonSerializable(typeof(CompletionReport))]
[JsonSerializable(typeof(EventReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(AccountReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(RunsReport))]
[JsonSerializable(typeof(QueuedReport))]
[JsonSerializable(typeof(LettersReport))]
[JsonSerializable(typeof(KeysReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(PauseReport))]
[JsonSerializable(typeof(DeclinedReport))]
[JsonSerializable(typeof(StartedReport))]
[JsonSerializable(typeof(ReconcileReport))]
[JsonSerializable(typeof(ErrorsReport))]
[JsonSerializable(typeof(ExternalIdToolReport))]
[JsonSerializable(typeof(LettersDoneReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    private static ReportJson? _readable;

    /// <summary>Letters of all alphabets and apostrophes are not escaped. A web page needs <see cref="Default"/>.</summary>
    public static ReportJson Readable => _readable ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
