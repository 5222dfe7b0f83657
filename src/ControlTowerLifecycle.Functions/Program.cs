using System.Collections;
using ControlTowerLifecycle.Functions;

var environment = Environment.GetEnvironmentVariables()
    .Cast<DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

return await Bootstrap.RunAsync(environment, Console.OpenStandardOutput(), TimeProvider.System, CancellationToken.None);
