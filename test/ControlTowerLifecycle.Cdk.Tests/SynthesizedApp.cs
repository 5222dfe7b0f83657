using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Amazon.CDK;

namespace ControlTowerLifecycle.Cdk.Tests;

/// <summary>The app, synthesized once for each set of settings.</summary>
internal sealed class SynthesizedApp
{
    public const string Account = "111122223333";
    public const string FixedPolicy = """{"Statement":[{"Action":["ec2:DescribeInstances"]}]}""";

    /// <summary>A release does not change the approved template.</summary>
    public const string FixedVersion = "1.2.3";

    private static readonly ConcurrentDictionary<StackSettings, Lazy<SynthesizedApp>> Known = new();

    private static readonly Lazy<FunctionPackage> LaunchPackage = new(() =>
    {
        using var zip = new TemporaryZip();
        return FunctionPackage.Load(zip.File);
    });

    private readonly string _folder;

    private SynthesizedApp(StackSettings settings)
    {
        RequiredTool.Node.Require();
        _folder = Directory.CreateTempSubdirectory("cdk-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);
        var app = new App(new AppProps { Outdir = _folder, AnalyticsReporting = false });
        LifecycleApp.AddStacks(app, settings);
        app.Synth();
    }

    /// <summary>The main stack with default settings in eu-west-1.</summary>
    public static Template Lifecycle => In("eu-west-1").Main;

    public Template Main => new(TemplateFile(LifecycleApp.StackName));

    /// <summary>The second stack; null if the home region does not need it.</summary>
    public Template? Forwarder =>
        File.Exists(TemplateFile(LifecycleApp.ForwarderName)) ? new(TemplateFile(LifecycleApp.ForwarderName)) : null;

    public IEnumerable<string> Files => Directory.EnumerateFiles(_folder, "*.template.json");

    public static SynthesizedApp In(string region) => Create(new StackSettings
    {
        Package = FunctionPackage.Load(Path.Join(AppContext.BaseDirectory, "Package")),
        HomeRegion = region,
        ManagementAccountId = Account,
        ConnectorPolicy = FixedPolicy,
        Version = FixedVersion,
    });

    /// <summary>The launch templates.</summary>
    public static SynthesizedApp Launch => Create(new StackSettings
    {
        Package = LaunchPackage.Value,
        IsLaunchTemplate = true,
        ConnectorPolicy = FixedPolicy,
        Version = FixedVersion,
    });

    public static SynthesizedApp Create(StackSettings settings) =>
        Known.GetOrAdd(settings, key => new Lazy<SynthesizedApp>(() => new SynthesizedApp(key))).Value;

    private string TemplateFile(string stack) => Path.Join(_folder, $"{stack}.template.json");
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
        Resources.Where(pair => (string?)pair.Resource["Type"] == type);
}
