using ControlTowerLifecycle.Sandbox.Play;

// Standard output is for what was asked for: the usage that answers a mistake goes to standard error.
var parsed = SandboxCommand.Create().Parse(args);
return await parsed.InvokeAsync(new() { Output = parsed.Errors.Count > 0 ? Console.Error : Console.Out });
