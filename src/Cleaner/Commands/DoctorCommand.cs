using System.CommandLine;
using System.Runtime.InteropServices;
using Cleaner.Chain;
using Cleaner.Hosting;
using Cleaner.Imaging;
using Cleaner.Manifests;
using Cleaner.Training;
using Microsoft.ML.OnnxRuntime;

namespace Cleaner.Commands;

/// <summary><c>cleaner doctor</c>: what this installation stands on, and what is slow or missing; exit code 1 when a part does not work.</summary>
internal static class DoctorCommand
{
    private const int NameWidth = 16;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new Command("doctor", "Shows provider, libtorch, BLAS, devices and codecs, and says what is slow or missing.") { json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            var broken = new List<string>();
            var facts = Facts(broken).ToList();
            if (context.Get(json))
                context.Ui.Json(facts.ToDictionary(f => f.Name.Replace(' ', '_'), f => f.Value));
            else
                foreach (var (name, value) in facts)
                    context.Ui.Line($"{name.PadRight(NameWidth)} {value}");
            if (broken.Count > 0)
                throw new CleanerException($"not working: {string.Join(", ", broken)}; run tools/setup.sh, or tools/setup.sh --provider system");
            return 0;
        }));
        return command;
    }

    private static IEnumerable<(string Name, string Value)> Facts(List<string> broken) =>
    [
        ("cleaner", typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3)),
        (".NET", RuntimeInformation.FrameworkDescription),
        ("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores"),
        .. Part("image codecs", () => [("image codecs", $"{ImageCodec.Default.Name}: {ImageCodec.Default.Describe()}")], broken),
        .. Part("tensor engine", EngineInfo.Describe, broken),
        .. Part("ONNX Runtime", () => [("ONNX Runtime", $"{OrtEnv.Instance().GetVersionString()}, CPU")], broken),
        ("face networks", FaceNetworks.Describe()),
    ];

    /// <summary>A part whose native libraries do not load is a finding, not the end of the examination.</summary>
    private static IReadOnlyList<(string Name, string Value)> Part(string name, Func<IReadOnlyList<(string, string)>> examine, List<string> broken)
    {
        try
        {
            return examine();
        }
        catch (Exception failure) when (failure is CleanerException or DllNotFoundException or TypeInitializationException or NotSupportedException or ExternalException)
        {
            broken.Add(name);
            var cause = failure.GetBaseException();
            return [(name, $"does not work: {cause.Message.ReplaceLineEndings(" ")}")];
        }
    }
}
