using System.CommandLine;
using Cleaner.Hosting;
using Cleaner.Manifests;
using Cleaner.Manifests.Merging;
using static System.FormattableString;

namespace Cleaner.Commands;

/// <summary><c>cleaner merge</c>: joins partial manifests into one.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var output = new Argument<string>("out") { Description = "Manifest to write; an existing one is added to." };
        var inputs = new Argument<string[]>("inputs") { Description = "Manifests to join, FILE or FILE@N.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print the counts as JSON." };
        var command = new Command("merge", "Joins partial manifests, such as those of 'cleaner ingest --shard', into one.") { output, inputs, json };
        command.SetAction(parsed => CommandHost.Run(parsed, context =>
        {
            string target = context.Get(output);
            var opened = new List<MergeInput>();
            try
            {
                foreach (string input in context.Get(inputs))
                {
                    opened.Add(Open(input, target));
                }

                Merge(context, target, opened, context.Get(json));
                return 0;
            }
            finally
            {
                opened.ForEach(input => input.Manifest.Dispose());
            }
        }));
        return command;
    }

    private static MergeInput Open(string reference, string target)
    {
        (string path, long? revision) = Manifest.ParseReference(reference);
        if (Path.GetFullPath(path) == Path.GetFullPath(target))
        {
            throw new UsageException($"{path} is the output and an input: name another output, or leave it out of the inputs (an existing output is added to)");
        }

        return new MergeInput(Manifest.Open(path), revision);
    }

    private static void Merge(CommandContext context, string target, IReadOnlyList<MergeInput> inputs, bool json)
    {
        using Manifest manifest = Manifest.OpenOrCreate(target);
        using ProgressDisplay progress = context.Ui.Progress("merging", "samples");
        long total = inputs.Sum(input => input.Manifest.SampleCount);
        long done = 0;
        (IReadOnlyList<MergeCount> counts, Revision? written) = ManifestMerge.Run(
            manifest, inputs, CommandHost.CommandLine(), () => progress.Report(++done, total), context.Stop);
        if (json)
        {
            context.Ui.Json(new { Manifest = target, Revision = written?.Id, Inputs = counts });
            return;
        }

        foreach (MergeCount count in counts)
        {
            context.Ui.Line(Invariant($"{count.Path}: {count.Samples:N0} samples, {count.Added:N0} new"));
            if (count.BelievedOtherwise > 0)
            {
                context.Ui.Warn(Invariant($"{count.BelievedOtherwise:N0} samples of {count.Path} are believed otherwise in {target}; they were left as they are there"));
            }
        }

        context.Ui.Line(written is null ? $"{target}: nothing new" : Invariant($"{target}@{written.Id} written"));
        if (written is not null && inputs.Count > 1)
        {
            context.Ui.Note("pictures that two of them share were not looked for; 'cleaner ingest' on the same source finds them without reading it again");
        }
    }
}
