using System.CommandLine;
using Cleaner.Commands;
using Cleaner.Hosting;

// The whole tool: one command a file, in the order in which a data set passes through them.
var root = new RootCommand("Cleans noisy identity-labelled image sets and trains noise-robust recognition models.");
root.Options.Add(CommandHost.Verbose);
foreach (var command in CommandList.All())
    root.Subcommands.Add(command);

return await CommandHost.InvokeAsync(root, args);
