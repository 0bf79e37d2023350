using System.Reflection;
using Cleaner.Gpu.Tests;

// dotnet Cleaner.Gpu.Tests.dll [ASSEMBLY.dll …]: runs the tests of the named assemblies, or its own, in this process.
if (args.Length == 0)
    return new ConsoleRun(Assembly.GetExecutingAssembly()).Failures == 0 ? 0 : 1;
var failures = 0;
foreach (var path in args.Select(Path.GetFullPath))
{
    // Tests read the files beside their own assembly.
    AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(path) + Path.DirectorySeparatorChar);
    failures += new ConsoleRun(Assembly.LoadFrom(path)).Failures;
}
return failures == 0 ? 0 : 1;
