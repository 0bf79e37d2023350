using System.Text.Json;
using Cleaner.Manifests;

namespace Cleaner.Reports.Gathering;

/// <summary>The samples that a finding names as its evidence: "samples_a" and "samples_b" of its details, or the one sample of a side.</summary>
internal static class FindingSamples
{
    public const string Left = "samples_a", Right = "samples_b";

    /// <summary>Sample ids of one side; empty where it names none.</summary>
    public static IReadOnlyList<long> Of(Finding finding, string side)
    {
        using var detail = JsonDocument.Parse(finding.DetailJson);
        var root = detail.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(side, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            return [.. list.EnumerateArray().Select(e => e.GetInt64())];
        }

        long single = side == Left ? finding.SampleA : finding.SampleB;
        return single == 0 ? [] : [single];
    }
}
