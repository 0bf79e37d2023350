using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Cleaner.Reports.Review;

/// <summary>
/// Lets requests in that carry the token as the first part of their path, name this machine as host (a foreign name that was made to
/// resolve to it is turned away: DNS rebinding), and, where they change something, come from the page itself: with its own header, which
/// no form and no other site can send without asking first.
/// </summary>
internal sealed class ReviewGate(string token)
{
    /// <summary>Sent by the page with every decision.</summary>
    public const string PageHeader = "X-Cleaner-Review";

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private const int TokenBytes = 24;

    private readonly byte[] _token = Encoding.ASCII.GetBytes(token);

    /// <summary>The port that is served, known after the start.</summary>
    public int Port { get; set; }

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));

    /// <summary>True with the path behind the token; otherwise the answer is written already.</summary>
    public bool Admit(HttpContext context, out string path)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
        path = "";
        if (!IsThisMachine(request.Host))
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return false;
        }

        string[] parts = request.Path.Value!.Split('/', 3);
        if (parts.Length < 3 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[1]), _token))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return false;
        }

        if (!HttpMethods.IsGet(request.Method) && !(HttpMethods.IsPost(request.Method) && IsFromPage(request.Headers)))
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return false;
        }

        path = parts[2];
        return true;
    }

    private bool IsThisMachine(HostString host) => host.Port == Port && (host.Host is "127.0.0.1" or "localhost");

    private bool IsFromPage(IHeaderDictionary headers) =>
        headers.ContainsKey(PageHeader)
        && (StringValues.IsNullOrEmpty(headers.Origin) || headers.Origin == $"http://127.0.0.1:{Port}" || headers.Origin == $"http://localhost:{Port}")
        && (headers["Sec-Fetch-Site"].ToString() is "" or "same-origin");
}
