using ControlTowerLifecycle.VendorTemplate;

return await CompareCommand.RunAsync(args, Console.Out, Console.Error);
