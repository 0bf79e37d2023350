using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cleaner.Ingest.Tests.Support;

/// <summary>
/// A web server on loopback that says byte for byte what a test wants, also what no server should: it is made of a bare socket.
/// One request a connection.
/// </summary>
public sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Func<Exchange, Task>> _pages = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly List<Task> _tasks = [];
    private int _now, _most;

    public ScriptedServer()
    {
        _listener.Start();
        _tasks.Add(AcceptAsync());
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The most requests that were under way at once.</summary>
    public int MostAtOnce => _most;

    /// <summary>Paths that were asked for, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>How often a path was asked for.</summary>
    public int Count(string path) => _requests.Count(r => r == path);

    /// <summary>Address of a path under a host name that leads here.</summary>
    public string Url(string path, string host = "127.0.0.1") => $"http://{host}:{Port}{path}";

    /// <summary>Says what a path does; its n-th request gets the n-th answer, later ones the last.</summary>
    public ScriptedServer On(string path, params Func<Exchange, Task>[] answers)
    {
        var next = -1;
        _pages[path] = exchange => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](exchange);
        return this;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        Task.WaitAll(Task.WhenAll(_tasks).ContinueWith(_ => { }, TaskScheduler.Default));
        _stop.Dispose();
    }

    /// <summary>An image, or whatever else the bytes are.</summary>
    public static Func<Exchange, Task> Ok(byte[] body, params string[] headers) => exchange => exchange.Answer("200 OK", body, headers);

    /// <summary>Any status, with a page.</summary>
    public static Func<Exchange, Task> Status(string status, params string[] headers) => exchange => exchange.Answer(status, "<html>no</html>"u8.ToArray(), headers);

    /// <summary>The connection is reset before an answer.</summary>
    public static Func<Exchange, Task> Reset { get; } = exchange =>
    {
        exchange.Socket.LingerState = new LingerOption(true, 0);
        exchange.Socket.Close();
        return Task.CompletedTask;
    };

    /// <summary>Begins an answer, tells, and never ends it.</summary>
    public static Func<Exchange, Task> Stall(Action begun) => async exchange =>
    {
        await exchange.Send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nsome bytes");
        begun();
        await Task.Delay(Timeout.Infinite, exchange.Stop);
    };

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var socket = await _listener.AcceptSocketAsync(_stop.Token);
            lock (_tasks)
                _tasks.Add(Task.Run(() => ServeAsync(socket)));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            var exchange = new Exchange(socket, _stop.Token);
            if (await exchange.ReadRequest() is not { } path)
                return;
            var now = Interlocked.Increment(ref _now);
            int most;
            while (now > (most = _most) && Interlocked.CompareExchange(ref _most, now, most) != most)
            {
            }
            _requests.Enqueue(path);
            try
            {
                var page = _pages.TryGetValue(path, out var found) ? found : Status("404 Not Found");
                await page(exchange);
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }

    /// <summary>One request and its answer.</summary>
    public sealed class Exchange(Socket socket, CancellationToken stop)
    {
        public Socket Socket => socket;

        public CancellationToken Stop => stop;

        /// <summary>The request's lines.</summary>
        public string Head { get; private set; } = "";

        public async Task<string?> ReadRequest()
        {
            var buffer = new byte[4096];
            while (!Head.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await socket.ReceiveAsync(buffer, stop);
                if (read == 0)
                    return null;
                Head += Encoding.ASCII.GetString(buffer, 0, read);
            }
            return Head.Split(' ')[1];
        }

        public Task Send(string text) => Send(Encoding.ASCII.GetBytes(text));

        public async Task Send(byte[] bytes)
        {
            for (var sent = 0; sent < bytes.Length;)
                sent += await socket.SendAsync(bytes.AsMemory(sent), stop);
        }

        public async Task Answer(string status, byte[] body, params string[] headers)
        {
            var length = headers.Any(h => h.StartsWith("Content-Length", StringComparison.Ordinal)) ? "" : $"Content-Length: {body.Length}\r\n";
            await Send($"HTTP/1.1 {status}\r\nConnection: close\r\n{length}{string.Concat(headers.Select(h => h + "\r\n"))}\r\n");
            await Send(body);
            socket.Shutdown(SocketShutdown.Send);
        }
    }
}
