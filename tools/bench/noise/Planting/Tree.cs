using System.Globalization;

namespace Cleaner.Bench.Noise.Planting;

/// <summary>Writes a plan as folders that <c>cleaner ingest</c> reads, with the truth beside them.</summary>
internal static class Tree
{
    /// <summary>Writes <c>images/LABEL/NUMBER.ext</c>, <c>oracle/LABEL/NUMBER.ext</c> (right labels only), <c>heldout/IDENTITY/NUMBER.ext</c> and <c>truth.csv</c>.</summary>
    /// <remarks>File names are numbers in random order, so that nothing in a name tells the truth.</remarks>
    public static void Write(NoisePlan plan, string folder, int seed)
    {
        Directory.CreateDirectory(folder);
        var numbers = Enumerable.Range(0, plan.Training.Count).ToArray();
        new Random(seed).Shuffle(numbers);
        using var truth = new StreamWriter(Path.Combine(folder, "truth.csv"));
        truth.WriteLine("path,true_identity,label,kind");
        for (var i = 0; i < plan.Training.Count; i++)
        {
            var sample = plan.Training[i];
            var relative = $"{sample.Label}/{Name(numbers[i], sample.Picture)}";
            Copy(sample.Picture.Path, Path.Combine(folder, "images", relative));
            if (sample.Kind == "clean")
                Copy(sample.Picture.Path, Path.Combine(folder, "oracle", relative));
            var identity = sample.Kind == "open" ? $"stranger:{sample.Picture.Identity}" : sample.Picture.Identity;
            truth.WriteLine($"{Quoted(relative)},{Quoted(identity)},{Quoted(sample.Label)},{sample.Kind}");
        }
        for (var i = 0; i < plan.HeldOut.Count; i++)
            Copy(plan.HeldOut[i].Path, Path.Combine(folder, "heldout", plan.HeldOut[i].Identity, Name(i, plan.HeldOut[i])));
    }

    private static string Name(int number, Picture picture) =>
        number.ToString("000000", CultureInfo.InvariantCulture) + Path.GetExtension(picture.Path).ToLowerInvariant();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
