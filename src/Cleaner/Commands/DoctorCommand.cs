using System.CommandLine;
using System.Runtime.InteropServices;
using Cleaner.Hosting;

namespace Cleaner.Commands;

/// <summary><c>cleaner doctor</c>: what this installation stands on, and what is slow or missing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new Command("doctor", "Shows provider, libtorch, BLAS, devices and codecs, and says what is slow or missing.") { json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            var facts = Facts().ToList();
            if (context.Get(json))
            {
                context.Ui.Json(facts.ToDictionary(f => f.Name, f => f.Value));
                return 0;
            }
            foreach (var (name, value) in facts)
                context.Ui.Line($"{name,-14} {value}");
            return 0;
        }));
        return command;
    }

    private static IEnumerable<(string Name, string Value)> Facts()
    {
        yield return ("cleaner", typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3));
        yield return (".NET", RuntimeInformation.FrameworkDescription);
        yield return ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores");
    }
}
