using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Training;
using Cleaner.Training.Onnx;

namespace Cleaner.Commands;

/// <summary>How a network of another project, an ONNX file, wants its images.</summary>
internal sealed class OnnxOptions
{
    private static readonly EmbedOptions Defaults = new();

    private readonly Option<string> _scale = new("--onnx-scale")
    {
        Description = $"With an ONNX network: its grey levels. {InputScale.Help}.", DefaultValueFactory = _ => Defaults.OnnxScale,
    };

    private readonly Option<bool> _bgr = new("--onnx-bgr") { Description = "With an ONNX network: it takes blue, green, red. Default: red, green, blue." };

    private readonly Option<string> _size = new("--onnx-size")
    {
        Description = "With an ONNX network whose file leaves the size of its images open: side in pixels, or height x width.", DefaultValueFactory = _ => Defaults.OnnxSize,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_scale);
        command.Add(_bgr);
        command.Add(_size);
    }

    /// <summary>These options with what was typed.</summary>
    public EmbedOptions Apply(EmbedOptions options, CommandContext context) => options with
    {
        OnnxScale = context.Get(_scale), OnnxBgr = context.Get(_bgr), OnnxSize = context.Get(_size),
    };

    /// <summary>What was typed, to be typed again.</summary>
    public string[] Typed(CommandContext context) =>
    [
        .. context.IsGiven(_scale) ? [_scale.Name, context.Get(_scale)] : Array.Empty<string>(),
        .. context.Get(_bgr) ? [_bgr.Name] : Array.Empty<string>(),
        .. context.IsGiven(_size) ? [_size.Name, context.Get(_size)] : Array.Empty<string>(),
    ];
}
