using Amazon.CDK;
using ControlTowerLifecycle.Cdk;

var app = new App();
try
{
    LifecycleApp.Add(app, StackSettings.From(
        name => app.Node.TryGetContext(name),
        System.Environment.GetEnvironmentVariable("CDK_DEFAULT_ACCOUNT"),
        System.Environment.GetEnvironmentVariable("CDK_DEFAULT_REGION")));
}
catch (StackSettingsException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}

app.Synth();
return 0;
