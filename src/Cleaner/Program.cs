using Cleaner.Commands;
using Cleaner.Hosting;

return await CommandHost.InvokeAsync(CommandList.Root(), args);
