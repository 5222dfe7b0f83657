using Amazon.CDK;
using ControlTowerLifecycle.Cdk;

try
{
    var settings = StackSettings.From(
        StackContext.Parse(System.Environment.GetEnvironmentVariable(StackContext.Variable)),
        System.Environment.GetEnvironmentVariable("CDK_DEFAULT_ACCOUNT"),
        System.Environment.GetEnvironmentVariable("CDK_DEFAULT_REGION"));
    if (settings.IsRegionDefaulted)
        await Console.Error.WriteLineAsync($"region: {settings.HomeRegion}, because -c region=... is not passed");

    NodeRuntime.AcceptNode20();
    var app = new App();
    LifecycleApp.AddStacks(app, settings);
    app.Synth();
    return 0;
}
catch (StackSettingsException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
