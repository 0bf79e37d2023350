using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cleaner.Manifests;
using Cleaner.Reports.Thumbnails;
using Microsoft.AspNetCore.Http;

namespace Cleaner.Reports.Review;

/// <summary>Answers the page's requests. Paths are relative to the token.</summary>
internal sealed class ReviewEndpoints(ReviewSession session)
{
    private const int LargestPage = 200, LargestPicture = 1600;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8", [".css"] = "text/css; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".svg"] = "image/svg+xml",
    };

    /// <summary>Writes the answer; what cannot be done is one line in JSON.</summary>
    public async Task Serve(HttpContext context, string path)
    {
        try
        {
            await (HttpMethods.IsPost(context.Request.Method) ? Change(context, path) : Show(context, path)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DecisionException or JsonException)
        {
            await Answer(context, new { error = error.Message }, StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }
        catch (CleanerException error)
        {
            await Answer(context, new { error = error.Message }, StatusCodes.Status409Conflict).ConfigureAwait(false);
        }
    }

    private async Task Change(HttpContext context, string path)
    {
        Outcome? outcome = path switch
        {
            "api/decisions" => session.Decide(await context.Request.Body.ReadJson<Decision>(Json).ConfigureAwait(false)),
            "api/undo" => session.Undo(),
            _ => null,
        };
        await (outcome is null ? NotFound(context) : Answer(context, new { outcome.Revision, outcome.Text, state = Summary() })).ConfigureAwait(false);
    }

    private Task Show(HttpContext context, string path)
    {
        string[] parts = path.Split('/');
        return parts switch
        {
            [""] => Asset(context, "review.html"),
            ["assets", var name] => Asset(context, name),
            ["api", "state"] => Answer(context, Summary()),
            ["api", "cases"] => Answer(context, Page(context.Request.Query)),
            ["api", "cases", var key] => Found(context, state => state.Queue.Find(key) is { } found ? new CaseViews(state).Detail(found) : null),
            ["api", "identities"] => Answer(context, Search(context.Request.Query)),
            ["api", "identities", var id] => Found(context, state => state.IsIdentity(Whole(id)) ? new CaseViews(state).Grid(Whole(id), Whole(context.Request.Query["like"])) : null),
            ["image", var id] => Picture(context, Whole(id)),
            _ => NotFound(context),
        };
    }

    private object Summary() => session.With(state => new
    {
        manifest = Path.GetFileName(state.Manifest.Path),
        state.Head,
        session.Options.Actor,
        rule = state.Purge?.Rule,
        threshold = state.Purge is { HasThreshold: true } purge ? purge.Threshold : (double?)null,
        angle = state.Purge?.ScoreIsAngle ?? true,
        judged = state.Queue.Judged,
        embeddings = state.Faces is not null,
        decided = state.Decided.Count,
        undo = state.Undo.Newest?.Text,
        kinds = state.Queue.All.GroupBy(c => c.Kind).ToDictionary(g => KindName(g.Key), g => new { total = g.Count(), open = g.Count(c => IsOpen(state, c)) }),
    });

    /// <summary>A stretch of the queue, of one kind or of all, with the place of the first case that is still open.</summary>
    private object Page(IQueryCollection query) => session.With(state =>
    {
        string kind = query["kind"].ToString();
        var cases = kind.Length == 0 ? state.Queue.All : [.. state.Queue.All.Where(c => KindName(c.Kind) == kind)];
        int skip = (int)Math.Clamp(Whole(query["skip"]), 0, cases.Count), take = (int)Math.Clamp(Whole(query["take"]), 1, LargestPage);
        int open = 0;
        while (open < cases.Count && !IsOpen(state, cases[open]))
        {
            open++;
        }

        var views = new CaseViews(state);
        return new { total = cases.Count, first_open = open, items = cases.Skip(skip).Take(take).Select(views.Item).ToList() };
    });

    private IReadOnlyList<IdentityView> Search(IQueryCollection query) => session.With(state =>
        new CaseViews(state).Search(query["q"].ToString().Trim(), Whole(query["like"]), Whole(query["except"]), (int)Math.Clamp(Whole(query["count"]), 1, 20)));

    private static bool IsOpen(ReviewState state, ReviewCase c) => c.Finding is null ? !state.Decided.Contains(c.SampleId) : !state.Settled.ContainsKey(c.Key);

    /// <summary>Pictures are made outside the session's lock: a slow disk must not hold up decisions.</summary>
    private Task Picture(HttpContext context, long id)
    {
        var (sample, reader) = session.With(state => (state.Manifest.Find(id), state.Reader));
        if (sample is null)
        {
            return NotFound(context);
        }

        int size = (int)Math.Clamp(Whole(context.Request.Query["size"]), 32, LargestPicture);
        var made = new ThumbnailMaker(reader).Make(sample, size, whole: context.Request.Query["whole"] == "1");
        if (made.Problem is { } problem)
        {
            return Answer(context, new { error = problem }, StatusCodes.Status410Gone);
        }

        // The bytes of a sample never change under its id.
        context.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        context.Response.ContentType = "image/jpeg";
        return context.Response.Body.WriteAsync(made.Jpeg).AsTask();
    }

    private Task Found(HttpContext context, Func<ReviewState, object?> find) =>
        session.With(find) is { } found ? Answer(context, found) : NotFound(context);

    private static async Task Asset(HttpContext context, string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Cleaner.Reports.Review.Page.{name}");
        if (stream is null)
        {
            await NotFound(context).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = Types[Path.GetExtension(name)];
        await stream.CopyToAsync(context.Response.Body).ConfigureAwait(false);
    }

    private static Task Answer(HttpContext context, object value, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, Json)).AsTask();
    }

    private static Task NotFound(HttpContext context) => Answer(context, new { error = "there is no such thing here" }, StatusCodes.Status404NotFound);

    private static long Whole(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : 0;

    private static string KindName(CaseKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>Reads a request's body.</summary>
internal static class RequestBody
{
    /// <exception cref="DecisionException">There is nothing in it.</exception>
    public static async Task<T> ReadJson<T>(this Stream body, JsonSerializerOptions json) =>
        await JsonSerializer.DeserializeAsync<T>(body, json).ConfigureAwait(false) ?? throw new DecisionException("nothing is decided");
}
