using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Benchmarks.Report;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>Code without calls: decode, plan, policy comparison.</summary>
internal static class CodeMeasurement
{
    public static Section Run()
    {
        var configuration = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableLogFile);
        var summary = BenchmarkRunner.Run<CodeBenchmarks>(configuration);
        if (summary.HasCriticalValidationErrors || summary.Reports.Length == 0)
            throw new MeasurementException(string.Join('\n', summary.ValidationErrors.Select(error => error.Message)));

        var section = new SectionBuilder("Code", "Decode, plan and policy comparison by BenchmarkDotNet, with the JIT.");
        foreach (var report in summary.Reports)
        {
            var (name, text) = (
                report.BenchmarkCase.Descriptor.WorkloadMethod.Name.ToLowerInvariant(),
                report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\''));
            var mean = report.ResultStatistics?.Mean
                ?? throw new MeasurementException(string.Create(CultureInfo.InvariantCulture, $"{name} was not measured."));
            var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
            section.Add($"code.{name}.time", $"{text}: time", "µs", "value", mean / 1_000);
            section.Add($"code.{name}.allocated", $"{text}: allocated", "bytes", "value", allocated);
        }

        return section.Build();
    }
}

/// <summary>Public because BenchmarkDotNet derives from it.</summary>
public class CodeBenchmarks
{
    private readonly byte[] _event = ReadEvent();
    private readonly WorkloadSecurityWanted _wanted;
    private readonly WorkloadSecurityState _empty = new(null, []);
    private readonly WorkloadSecurityState _complete;

    public CodeBenchmarks()
    {
        var account = new ManagedAccount(AccountId.Parse("444455556666"), "payments-prod", AccountState.Active);
        var role = new ConnectorRole("aws", "CloudOneWorkloadConnectorRole", AccountId.Parse("147995105371"));
        _wanted = new WorkloadSecurityWanted(account, role, "AAAA-1111", WorkspacesEnabled: false);
        var arn = role.ArnIn(account.Id);
        var tags = role.New(account.Id, _wanted.Trust, connectorsBefore: 0).Tags;
        _complete = new WorkloadSecurityState(
            new RoleState(arn, _wanted.Trust, ConnectorRole.Policy, [], tags, DateTimeOffset.UnixEpoch),
            [new Connector(5, $"ControlTower - payments-prod - {account.Id}", arn, WorkspacesEnabled: false)]);
        if (PlanNew() == 0 || PlanUnchanged() != 0)
            throw new MeasurementException("The states of the plan's benchmark are not an empty and a complete account.");
    }

    [Benchmark(Description = "decode an event of Control Tower")]
    public object Decode() => LifecycleEventDecoder.Decode(_event);

    [Benchmark(Description = "plan for a new account")]
    public int PlanNew() => WorkloadSecurityPlan.For(_wanted, _empty).Steps.Count;

    [Benchmark(Description = "plan for a complete account")]
    public int PlanUnchanged() => WorkloadSecurityPlan.For(_wanted, _complete).Steps.Count;

    [Benchmark(Description = "read the trust policy that IAM returns and compare it")]
    public bool CompareTrust() => _wanted.Trust.Equals(PolicyDocument.TryParse(_wanted.Trust.Json));

    private static byte[] ReadEvent()
    {
        using var stream = typeof(CodeBenchmarks).Assembly.GetManifestResourceStream("event.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
