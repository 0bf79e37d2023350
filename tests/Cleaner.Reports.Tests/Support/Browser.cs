using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cleaner.Reports.Tests.Support;

/// <summary>A headless Chromium driven through its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/).</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonNode> _events = [];
    private int _lastId;

    private Browser(Process process, DirectoryInfo profile) => (_process, _profile) = (process, profile);

    /// <summary>What the pages have printed to the console or thrown.</summary>
    public IEnumerable<string> Complaints => _events
        .Where(e => (string?)e["method"] is "Runtime.exceptionThrown" or "Log.entryAdded")
        .Select(e => e["params"]!.ToJsonString());

    /// <summary>Addresses that the pages asked for.</summary>
    public IEnumerable<string> Requests => _events.Where(e => (string?)e["method"] == "Network.requestWillBeSent").Select(e => (string)e["params"]!["request"]!["url"]!);

    /// <summary>The browser of this machine, or null.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Starts it.</summary>
    public static async Task<Browser> Start()
    {
        var profile = Directory.CreateTempSubdirectory("cleaner-browser-");
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[]
        {
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "about:blank",
        })
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var browser = new Browser(process, profile);
        string address = await ReadAddress(process);
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        await browser.Attach(new Uri(address));
        return browser;
    }

    /// <summary>Opens an address and waits until it has loaded.</summary>
    public async Task Open(string address)
    {
        int seen = _events.Count;
        await Send("Page.navigate", new JsonObject { ["url"] = address });
        while (!_events.Skip(seen).Any(e => (string?)e["method"] == "Page.loadEventFired"))
        {
            await Receive();
        }
    }

    /// <summary>Sets the size of the window in CSS pixels.</summary>
    public Task Resize(int width, int height) => Send(
        "Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 500 });

    /// <summary>Prefers "light" or "dark" pages.</summary>
    public Task Prefer(string scheme) => Send(
        "Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });

    /// <summary>Value of an expression in the page; promises are awaited.</summary>
    public async Task<T> Evaluate<T>(string expression)
    {
        var answer = await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } thrown
            ? throw new InvalidOperationException(thrown.ToJsonString())
            : answer["result"]!["value"].Deserialize<T>()!;
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task Until(string expression)
    {
        string wait = $"new Promise((yes, no) => {{ const end = Date.now() + {Patience.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}; const look = () => ({expression}) ? yes(true) : Date.now() > end ? no(new Error('never: ' + {JsonSerializer.Serialize(expression)})) : setTimeout(look, 20); look(); }})";
        await Evaluate<bool>(wait);
    }

    /// <summary>Presses a key, e.g. "d" or "ArrowRight".</summary>
    public async Task Press(string key, bool shift = false)
    {
        foreach (string type in new[] { "keyDown", "keyUp" })
        {
            var press = new JsonObject { ["type"] = type, ["key"] = key, ["modifiers"] = shift ? 8 : 0 };
            if (key == "Enter")
            {
                (press["text"], press["windowsVirtualKeyCode"]) = ("\r", 13);
            }
            else if (key.Length == 1 && type == "keyDown")
            {
                press["text"] = key;
            }
            else if (key == "Tab")
            {
                press["windowsVirtualKeyCode"] = 9;
            }

            await Send("Input.dispatchKeyEvent", press);
        }
    }

    /// <summary>Types text into what has the focus.</summary>
    public Task Type(string text) => Send("Input.insertText", new JsonObject { ["text"] = text });

    /// <summary>Saves the whole page as a picture.</summary>
    public async Task Screenshot(string path)
    {
        var answer = await Send("Page.captureScreenshot", new JsonObject { ["captureBeyondViewport"] = true });
        await File.WriteAllBytesAsync(path, Convert.FromBase64String((string)answer["data"]!));
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    private static async Task<string> ReadAddress(Process process)
    {
        const string mark = "DevTools listening on ";
        using var limit = new CancellationTokenSource(Patience);
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(mark, StringComparison.Ordinal))
            {
                return line[mark.Length..];
            }
        }

        throw new InvalidOperationException("the browser ended before it listened");
    }

    private async Task Attach(Uri browser)
    {
        // The browser's own address leads to no page; each page has an address of its own beside it.
        using var http = new HttpClient();
        var pages = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://{browser.Authority}/json/list")))!.AsArray();
        string page = (string)pages.First(p => (string?)p!["type"] == "page")!["webSocketDebuggerUrl"]!;
        await _socket.ConnectAsync(new Uri(page), CancellationToken.None);
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await Send($"{domain}.enable", []);
        }
    }

    private async Task<JsonNode> Send(string method, JsonObject parameters)
    {
        int id = ++_lastId;
        string text = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString();
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            var message = await Receive();
            if ((int?)message["id"] == id)
            {
                return message["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : message["result"]!;
            }
        }
    }

    /// <summary>The next message; events are kept.</summary>
    private async Task<JsonNode> Receive()
    {
        using var limit = new CancellationTokenSource(Patience);
        using var whole = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, limit.Token);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        var message = JsonNode.Parse(whole.ToArray())!;
        if (message["method"] is not null)
        {
            _events.Add(message);
        }

        return message;
    }
}
