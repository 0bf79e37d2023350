using System.CommandLine;

namespace Cleaner.Commands;

/// <summary>Every command of the tool, in the order in which <c>cleaner --help</c> shows them.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> All() =>
    [
        IngestCommand.Create(),
        EvaluateCommand.Create(),
        DoctorCommand.Create(),
        PurgeCommand.Create(),
    ];
}
