using System.Runtime.InteropServices;
using System.Text.Json;
using Cleaner.EndToEnd.Tests.Support;
using Cleaner.Ingest.Tests.Support;

namespace Cleaner.EndToEnd.Tests;

/// <summary><c>cleaner ingest LIST</c> against a web server on loopback.</summary>
public sealed class UrlListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_list_is_downloaded_and_ingested_and_a_second_call_tries_again_what_failed()
    {
        Write("url,person", (0, "Anna"), (1, "Anna"), (2, "Berta"));
        Serve(0, 1);
        var json = Json(Ingest("--json").Expect(3).Output);
        Assert.Equal((3, 2, 1), (Number(json, "listed"), Number(json, "kept"), Number(json.GetProperty("download").GetProperty("statuses"), "NotFound")));
        Assert.Equal(2, Directory.GetFiles(_folder.At("faces-downloads", "list"), "*.png", SearchOption.AllDirectories).Length);

        Serve(2);
        var second = Ingest().Expect(0);
        Assert.Contains("1 of 3", second.Output);
        Assert.Contains("2 were there", second.Output);
        Assert.Equal((1, 1, 2), (_server.Count("/0.png"), _server.Count("/1.png"), _server.Count("/2.png")));
    }

    [Fact]
    public void Columns_are_named_by_number_and_downloads_go_where_they_are_told()
    {
        File.WriteAllText(_folder.At("list.tsv"), $"x\tAnna\t{_server.Url("/0.png")}\n");
        Serve(0);
        Cli.Run(_folder.Path, "ingest", "list.tsv", "--columns", "url=2,identity=1", "--downloads", "there", "--out", "faces.db", "--allow-private").Expect(0);
        Assert.Single(Directory.GetFiles(_folder.At("there", "list", "Anna")));
        Assert.Contains("--columns", Cli.Run(_folder.Path, "ingest", "list.tsv", "--columns", "url", "--out", "faces.db").Expect(2).Error);
    }

    [Fact]
    public void Loopback_is_refused_unless_it_is_allowed()
    {
        Write("url,person", (0, "Anna"));
        Serve(0);
        var result = Cli.Run(_folder.Path, "ingest", "list.csv", "--out", "faces.db").Expect(3);
        Assert.Contains("127.0.0.1 is not a public address", result.Error);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void Killed_in_the_middle_it_goes_on_where_it_was()
    {
        Write("url,person", [.. Enumerable.Range(0, 12).Select(i => (i, "Anna"))]);
        Serve([.. Enumerable.Range(0, 12)]);
        // The last ones keep the first run from ending.
        for (var i = 8; i < 12; i++)
            _server.On($"/{i}.png", ScriptedServer.Stall(() => { }), ScriptedServer.Ok(Pictures[i]));
        Assert.True(Cli.KillWhen(_folder.Path, () => Downloaded() >= 8, "ingest", "list.csv", "--out", "faces.db", "--allow-private", "--connections", "1", "--ignore-robots"));

        Cli.Run(_folder.Path, "ingest", "list.csv", "--out", "faces.db", "--allow-private", "--ignore-robots").Expect(0);
        Assert.Equal(12, Downloaded());
        // The one whose image was written, but not yet noted, may be asked for twice.
        Assert.InRange(Enumerable.Range(0, 8).Sum(i => _server.Count($"/{i}.png")), 8, 9);
    }

    [Fact]
    public void SIGTERM_stops_it_with_an_exit_code_of_its_own()
    {
        Write("url,person", (0, "Anna"), (1, "Anna"));
        Serve(0);
        using var asked = new ManualResetEventSlim();
        _server.On("/1.png", ScriptedServer.Stall(asked.Set));
        using var process = Cli.Start(_folder.Path, ["ingest", "list.csv", "--out", "faces.db", "--allow-private", "--ignore-robots", "--connections", "1"], out _, out var error);
        asked.Wait();
        Assert.Equal(0, kill(process.Id, 15));
        process.WaitForExit();
        Assert.Equal(143, process.ExitCode);
        Assert.Contains("stopped", error.ToString());
        Assert.Equal(1, Downloaded());
        Assert.False(File.Exists(_folder.At("faces.db")));
    }

    private static byte[][] Pictures { get; } = [.. Enumerable.Range(0, 12).Select(i => TinyPng((byte)i))];

    private CliResult Ingest(params string[] more) =>
        Cli.Run(_folder.Path, ["ingest", "list.csv", "--out", "faces.db", "--allow-private", "--near-distance", "-1", .. more]);

    private void Write(string heading, params (int Image, string Person)[] rows) =>
        File.WriteAllText(_folder.At("list.csv"), heading + "\n" + string.Concat(rows.Select(r => $"{_server.Url($"/{r.Image}.png")},{r.Person}\n")));

    private void Serve(params int[] images)
    {
        foreach (var i in images)
            _server.On($"/{i}.png", ScriptedServer.Ok(Pictures[i]));
    }

    private int Downloaded() => Directory.Exists(_folder.At("faces-downloads"))
        ? Directory.GetFiles(_folder.At("faces-downloads"), "*.png", SearchOption.AllDirectories).Length
        : 0;

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    /// <summary>A grey PNG of one pixel, each level another picture.</summary>
    private static byte[] TinyPng(byte level)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(png, "IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
        using var data = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(data, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write([0, level]);
        Chunk(png, "IDAT", data.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(Stream png, string type, byte[] content)
    {
        byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        var crc = uint.MaxValue;
        foreach (var b in body)
        {
            crc ^= b;
            for (var k = 0; k < 8; k++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        png.Write(BigEndian((uint)content.Length));
        png.Write(body);
        png.Write(BigEndian(~crc));
    }

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
