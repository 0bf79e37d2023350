using Cleaner.Manifests;

namespace Cleaner.Reports.Gathering;

/// <summary>A sample that the page shows, with what is believed of it.</summary>
/// <param name="Angle">Degrees to its identity's dominant center; NaN without a run.</param>
internal sealed record ShownSample(Sample Sample, long GivenIdentity, Fate Fate, Belief Belief, double Angle)
{
    public long Id => Sample.Id;
}

/// <summary>Images of one identity before and after.</summary>
internal sealed class IdentityTally
{
    /// <summary>Images that carry the name, unusable files aside.</summary>
    public int Before { get; set; }

    /// <summary>Images in the clean set.</summary>
    public int After { get; set; }

    public int Dropped { get; set; }

    public int Duplicates { get; set; }

    /// <summary>Images that were moved here from other names.</summary>
    public int Joined { get; set; }

    /// <summary>Images that were moved from here to another name.</summary>
    public int Left { get; set; }

    /// <summary>Dropped among those that a rule may judge.</summary>
    public double DroppedShare => Before == Duplicates ? 0 : (double)Dropped / (Before - Duplicates);
}

/// <summary>Everything that one pass over the manifest and the run found out.</summary>
internal sealed class ReportFacts(ReportOptions options)
{
    /// <summary>Width of a bin of <see cref="Angles"/> in degrees.</summary>
    public const double AngleStep = 2;

    /// <summary>First and last threshold of the sweep in degrees, and its step.</summary>
    public const double SweepFrom = 60, SweepTo = 85, SweepStep = 2.5;

    private const int AngleBins = (int)(180 / AngleStep);
    private const int SweepRows = (int)((SweepTo - SweepFrom) / SweepStep) + 1;

    /// <summary>Samples by fate.</summary>
    public long[] ByFate { get; } = new long[Fates.All.Length];

    /// <summary>Samples by fate and rule.</summary>
    public Dictionary<(Fate Fate, string Rule), long> ByRule { get; } = [];

    /// <summary>Unusable samples by the reason that was found.</summary>
    public Dictionary<(SampleStatus Status, string Reason), long> BadInputs { get; } = [];

    /// <summary>Samples by format.</summary>
    public Dictionary<string, long> Formats { get; } = [];

    /// <summary>Encoded bytes of all samples.</summary>
    public long Bytes { get; set; }

    /// <summary>Shorter sides in pixels.</summary>
    public GrowingHistogram Sides { get; } = new(1);

    /// <summary>Tallies by identity id.</summary>
    public Dictionary<long, IdentityTally> Identities { get; } = [];

    /// <summary>Scores of the newest purge: series 0 those that stay, 1 those that go.</summary>
    public GrowingHistogram Scores { get; } = new(2);

    /// <summary>Angles to the dominant center: series 0 those that stay, 1 those that go.</summary>
    public double[][] Angles { get; } = [new double[AngleBins], new double[AngleBins]];

    /// <summary>Samples at or above each angle of the sweep.</summary>
    public long[] Sweep { get; } = new long[SweepRows];

    /// <summary>Samples with an angle.</summary>
    public long WithAngle { get; set; }

    public Reservoir<ShownSample> Dropped { get; } = new(options.Dropped);

    public Reservoir<ShownSample> Relabelled { get; } = new(options.Relabelled);

    /// <summary>Ids of all that were relabelled.</summary>
    public HashSet<long> RelabelledIds { get; } = [];

    public Reservoir<ShownSample> Duplicates { get; } = new(options.Duplicates);

    /// <summary>Dropped samples nearest the threshold.</summary>
    public Reservoir<ShownSample> JustOver { get; } = new(options.ClosestCalls);

    /// <summary>Kept samples nearest the threshold.</summary>
    public Reservoir<ShownSample> JustUnder { get; } = new(options.ClosestCalls);

    /// <summary>All samples.</summary>
    public long Total => ByFate.Sum();

    /// <summary>Samples in the clean set.</summary>
    public long Clean => ByFate[(int)Fate.Kept] + ByFate[(int)Fate.Relabelled];

    /// <summary>The angle of a row of <see cref="Sweep"/>.</summary>
    public static double SweepAngle(int row) => SweepFrom + (row * SweepStep);

    public IdentityTally Identity(long id) => Identities.TryGetValue(id, out var tally) ? tally : Identities[id] = new IdentityTally();

    /// <summary>Counts an angle, a whole bin or more under 180° aside.</summary>
    public void AddAngle(double angle, bool goes)
    {
        WithAngle++;
        Angles[goes ? 1 : 0][Math.Min((int)(angle / AngleStep), AngleBins - 1)]++;
        for (int row = 0; row < SweepRows && angle >= SweepAngle(row); row++)
        {
            Sweep[row]++;
        }
    }
}
