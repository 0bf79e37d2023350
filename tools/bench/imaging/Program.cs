using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Cleaner.Bench.Imaging;
using Cleaner.Imaging;

// Rates of ingest's work per picture (decode, pHash, pixel hash, quality figures) beside libjpeg-turbo's decoding alone, on the same files and threads.
//   dotnet run -c Release --project tools/bench/imaging [-- --size 112] [--files 2000] [--threads 2] [--seconds 2] [--folder DIR]
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int size = Number("--size", 112), count = Number("--files", 2000), threads = Number("--threads", Environment.ProcessorCount), seconds = Number("--seconds", 2);
var files = Text("--folder") is { } folder ? Samples.FromFolder(folder) : Samples.Synthetic(size, count);

Console.WriteLine($"{files.Length} JPEGs, {files.Average(f => f.Length):F0} bytes each on average; {threads} threads; {RuntimeInformation.FrameworkDescription}");
Console.WriteLine($"{ImageCodec.Default.Name}: {ImageCodec.Default.Describe()}");

var (baseline, work) = Race.Run(files, threads, seconds, RawTurboJpeg.Decode, DecodeAndMeasure);
Console.WriteLine($"libjpeg-turbo alone        {baseline,9:F0} pictures/s");
Console.WriteLine($"decode and all the figures {work,9:F0} pictures/s   ratio {work / baseline:F3}");

Console.WriteLine("one picture at a time, in microseconds:");
var pictures = files.Take(500).Select(f => ImageCodec.Default.Decode(f, DecodeOptions.Default)).ToArray();
var landmarks = new float[] { 38, 51, 73, 51, 56, 71, 41, 92, 70, 92 };
Step("libjpeg-turbo alone", i => RawTurboJpeg.Decode(files[i]));
Step("codec decode", i => ImageCodec.Default.Decode(files[i], DecodeOptions.Default).Recycle());
Step("pHash", i => PerceptualHash.Dct64(pictures[i]));
Step("pixel hash", i => PerceptualHash.PixelHash(pictures[i]));
Step("quality", i => QualityMeter.Measure(pictures[i]));
Step("thumbnail", i => GreyThumbnail.Of(pictures[i]));
Step("all figures", i => ImageFacts.Measure(pictures[i]));
Step("planes, all figures", i => ImageFacts.Read(files[i], DecodeOptions.Default));
Step("resize to 64", i => Resampler.Resize(pictures[i], 64, 64));
Step("warp to 112", i => Resampler.Warp(pictures[i], FaceAlignment.Similarity(landmarks), 112, 112));
return 0;

static void DecodeAndMeasure(byte[] file) => ImageFacts.Read(file, DecodeOptions.Default);

void Step(string name, Action<int> body)
{
    // The best of many short batches: what the code takes when nothing else runs.
    double best = double.MaxValue;
    for (int batch = 0; batch < 200; batch++)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 10; i++)
        {
            body((10 * batch + i) % pictures.Length);
        }

        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / 10);
    }

    Console.WriteLine($"  {name,-20} {best,8:F1}");
}

string? Text(string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
int Number(string option, int otherwise) => Text(option) is { } text ? int.Parse(text) : otherwise;
