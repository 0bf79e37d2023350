using System.Text.Encodings.Web;
using System.Text.Json;
using Cleaner.Manifests.Diffing;

namespace Cleaner.Rendering.Diff;

/// <summary>One JSON object a line for each change.</summary>
internal sealed class JsonLinesWriter(Stream output, int? limit) : IDiffWriter
{
    private readonly Stream buffered = new BufferedStream(output, 1 << 16);
    private readonly Utf8JsonWriter json = new(Stream.Null, JsonChange.Options);
    private int written;

    public void Write(Change change)
    {
        if (written == limit)
        {
            return;
        }

        written++;
        json.Reset(buffered);
        JsonChange.Write(json, change);
        json.Flush();
        buffered.WriteByte((byte)'\n');
    }

    public void End(DiffSummary summary) => buffered.Flush();
}

/// <summary>One JSON document: the changes as they come, then the counts.</summary>
internal sealed class JsonDiffWriter : IDiffWriter
{
    /// <summary>The writer holds text back until it is flushed.</summary>
    private const int FlushAtBytes = 1 << 16;

    private readonly Utf8JsonWriter json;
    private readonly int? limit;
    private int written;

    public JsonDiffWriter(Stream output, string title, int? limit)
    {
        this.limit = limit;
        json = new Utf8JsonWriter(output, JsonChange.Options with { Indented = limit == 0 });
        json.WriteStartObject();
        json.WriteString("diff", title);
        json.WriteStartArray("changes");
    }

    public void Write(Change change)
    {
        if (written == limit)
        {
            return;
        }

        written++;
        JsonChange.Write(json, change);
        if (json.BytesPending > FlushAtBytes)
        {
            json.Flush();
        }
    }

    public void End(DiffSummary summary)
    {
        json.WriteEndArray();
        json.WritePropertyName("summary");
        WriteSummary(summary);
        json.WriteEndObject();
        json.Flush();
        Console.Out.WriteLine();
    }

    private void WriteSummary(DiffSummary summary)
    {
        json.WriteStartObject();
        json.WriteNumber("samples_before", summary.SamplesBefore);
        json.WriteNumber("samples_after", summary.SamplesAfter);
        json.WriteNumber("kept_before", summary.KeptBefore);
        json.WriteNumber("kept_after", summary.KeptAfter);
        json.WriteNumber("total", summary.Total);
        WriteKinds("kinds", summary.Kinds);
        json.WriteStartArray("rules");
        foreach (RuleCount rule in summary.Rules)
        {
            json.WriteStartObject();
            json.WriteString("change", DiffText.Name(rule.Kind));
            json.WriteString("rule", rule.Rule);
            json.WriteNumber("samples", rule.Samples);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("identity_changes");
        foreach (IdentityChange change in summary.IdentityChanges)
        {
            json.WriteStartObject();
            json.WriteString("change", change.Kind);
            json.WriteString("from", change.From);
            json.WriteString("into", change.Into);
            json.WriteNumber("samples", change.Samples);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("identities");
        foreach (IdentityCount identity in summary.Identities)
        {
            json.WriteStartObject();
            json.WriteString("identity", identity.Identity);
            json.WriteNumber("kept_before", identity.KeptBefore);
            json.WriteNumber("kept_after", identity.KeptAfter);
            WriteKinds("changes", identity.Changes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteKinds(string name, IReadOnlyList<long> counts)
    {
        json.WriteStartObject(name);
        foreach (ChangeKind kind in Enum.GetValues<ChangeKind>())
        {
            json.WriteNumber(DiffText.Name(kind), counts[(int)kind]);
        }

        json.WriteEndObject();
    }
}

/// <summary>A change as JSON.</summary>
internal static class JsonChange
{
    /// <summary>Names in any script stay readable; the output is a file or a pipe, not a web page.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Utf8JsonWriter json, Change change)
    {
        json.WriteStartObject();
        json.WriteString("change", DiffText.Name(change.Kind));
        json.WriteString("locator", change.Telling.Locator);
        WriteSide(json, "before", change.Before);
        WriteSide(json, "after", change.After);
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, Side? side)
    {
        if (side is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("sample", side.SampleId);
        json.WriteString("locator", side.Locator);
        json.WriteNumber("offset", side.Offset);
        json.WriteString("state", side.State.ToString().ToLowerInvariant());
        json.WriteString("identity", side.Identity);
        json.WriteString("rule", side.Rule);
        if (double.IsFinite(side.Score))
        {
            json.WriteNumber("score", side.Score);
        }
        else
        {
            json.WriteNull("score");
        }

        json.WriteString("reason", side.Reason);
        json.WriteEndObject();
    }
}
