using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Amazon.CDK;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>The app, synthesized once for each set of settings.</summary>
internal sealed class Synthesized
{
    public const string Account = "111122223333";
    public const string FixedPolicy = """{"Statement":[{"Action":["ec2:DescribeInstances"]}]}""";

    private static readonly ConcurrentDictionary<StackSettings, Lazy<Synthesized>> Known = new();

    private readonly string _folder;

    private Synthesized(StackSettings settings)
    {
        Tool.Node.Require();
        _folder = Directory.CreateTempSubdirectory("cdk-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);
        var app = new App(new AppProps { Outdir = _folder, AnalyticsReporting = false });
        LifecycleApp.Add(app, settings);
        app.Synth();
    }

    /// <summary>The stack that most tests look at.</summary>
    public static Template Lifecycle => In("eu-west-1").Main;

    public Template Main => new(FileOf(LifecycleApp.StackName));

    /// <summary>The stack in Organizations' region; null where the home region is that.</summary>
    public Template? Forwarder =>
        File.Exists(FileOf(LifecycleApp.ForwarderName)) ? new(FileOf(LifecycleApp.ForwarderName)) : null;

    public IEnumerable<string> Files => Directory.EnumerateFiles(_folder, "*.template.json");

    public static Synthesized In(string region) => Of(new StackSettings
    {
        Package = FunctionPackage.At(Path.Join(AppContext.BaseDirectory, "Package")),
        HomeRegion = region,
        ManagementAccountId = Account,
        ConnectorPolicy = FixedPolicy,
    });

    /// <summary>The templates that are launched without the CDK.</summary>
    public static Synthesized ForLaunch(string zip) =>
        Of(new StackSettings { Package = FunctionPackage.At(zip), IsLaunchTemplate = true });

    public static Synthesized Of(StackSettings settings) =>
        Known.GetOrAdd(settings, one => new Lazy<Synthesized>(() => new Synthesized(one))).Value;

    private string FileOf(string stack) => Path.Join(_folder, $"{stack}.template.json");
}

/// <summary>A template as CloudFormation reads it.</summary>
internal sealed class Template(string file)
{
    public JsonObject Json { get; } = JsonNode.Parse(System.IO.File.ReadAllText(file))!.AsObject();

    public string File { get; } = file;

    public string Text => System.IO.File.ReadAllText(File);

    public JsonObject Parameters => Json[nameof(Parameters)]!.AsObject();

    public IEnumerable<(string Id, JsonObject Resource)> Resources =>
        Json[nameof(Resources)]!.AsObject().Select(pair => (pair.Key, pair.Value!.AsObject()));

    public JsonObject Resource(string id) => Json[nameof(Resources)]![id]!.AsObject();

    public JsonObject Properties(string id) => Resource(id)["Properties"]!.AsObject();

    public IEnumerable<(string Id, JsonObject Resource)> OfType(string type) =>
        Resources.Where(one => (string?)one.Resource["Type"] == type);
}
