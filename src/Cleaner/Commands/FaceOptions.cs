using System.CommandLine;
using Cleaner.Chain;
using Cleaner.Hosting;
using Cleaner.Imaging.Faces;

namespace Cleaner.Commands;

/// <summary>How commands that embed find the faces of pictures that no manifest describes.</summary>
/// <param name="which">The pictures, for the help.</param>
internal sealed class FaceOptions(string which)
{
    private readonly Option<string?> _detect = new("--detect") { Description = $"Find and align the faces of {which}: {DetectOption.Kinds}. Default: they are taken as they are.", HelpName = "FILE" };
    private readonly Option<bool> _faces = new("--faces") { Description = "--detect, and --model where none is given, with the networks that tools/face-networks.sh brings." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_detect);
        command.Add(_faces);
    }

    /// <summary>Whether a detector was named.</summary>
    public bool DetectIsGiven(CommandContext context) => context.Get(_detect) is not null;

    /// <summary>The public networks, where they were asked for; else null.</summary>
    public string? Model(CommandContext context) => context.Get(_faces) ? FaceNetworks.Folder() : null;

    /// <summary>What finds the faces; null: nothing does.</summary>
    public FaceDetector? Open(CommandContext context) => DetectOption.Open(context.Get(_detect), context.Get(_faces));
}
