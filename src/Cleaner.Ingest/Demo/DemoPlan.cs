using Cleaner.Imaging;

namespace Cleaner.Ingest.Demo;

/// <summary>Which files the set has and what each of them is; decided before anything is drawn.</summary>
internal sealed class DemoPlan
{
    // Real sets mix a few folders up with each other again and again: this share of a folder's closed-set noise comes from one other name.
    private const float ConfusedShare = 0.5f;

    // Some of the wrong labels are the very same file under two names, which ingest finds as a conflict.
    private const float CopiedShare = 0.15f;

    // However noisy, a name keeps this share of its pictures; below it there would be nothing to learn the name from.
    private const double RightAtLeast = 0.35;

    // A stranger turns up this often on average.
    private const int PicturesPerStranger = 2;

    private readonly DemoOptions options;
    private readonly DemoRandom random;
    private readonly List<Entry>[] folders;
    private readonly string[] people;
    private readonly int[] shotsTaken;
    private readonly string[] labels;
    private readonly int[][] shown;
    private readonly string[] rightKind;
    private readonly int[] homeOf;

    private DemoPlan(DemoOptions options)
    {
        this.options = options;
        random = DemoRandom.For(options.Seed, "plan");
        int split = Math.Min(options.SplitPeople, options.Identities / 4), merged = Math.Min(options.MergedNames, options.Identities / 4);
        int strangers = (int)Math.Round(options.Identities * options.Images * options.Noise * options.OpenShare / PicturesPerStranger) + 1;
        FirstStranger = options.Identities - split + merged;
        FirstHeldOut = FirstStranger + strangers;
        people = PersonNames.Take(FirstHeldOut + options.HeldOutIdentities + split, DemoRandom.For(options.Seed, "names"));
        shotsTaken = new int[people.Length];
        labels = new string[options.Identities];
        shown = new int[options.Identities][];
        rightKind = new string[options.Identities];
        folders = new List<Entry>[options.Identities];
        homeOf = new int[FirstStranger];
        NameFolders(split, merged);
        PlantNoise();
        CopyAndBreak();
        Files = [.. folders.SelectMany(Number)];
        HeldOut = [.. Enumerable.Range(FirstHeldOut, options.HeldOutIdentities).SelectMany(HeldOutFiles)];
    }

    /// <summary>Files of the noisy set.</summary>
    public DemoFile[] Files { get; }

    /// <summary>Files of the held-out people, all clean.</summary>
    public DemoFile[] HeldOut { get; }

    private int FirstStranger { get; }

    private int FirstHeldOut { get; }

    /// <summary>Decides everything from the options, the seed included.</summary>
    public static DemoPlan Make(DemoOptions options) => new(options);

    // People 0 … FirstStranger − 1 are of the set. The first names go to those who have two, the next to those that two people share.
    private void NameFolders(int split, int merged)
    {
        int label = 0, person = 0;
        for (int i = 0; i < split; i++, person++)
        {
            string alias = i % 2 == 0 ? PersonNames.Respelled(people[person]) : people[^(i + 1)];
            AddFolder(label++, people[person], DemoKind.Split, person);
            AddFolder(label++, alias, DemoKind.Split, person);
        }

        for (int i = 0; i < merged; i++, person += 2)
        {
            AddFolder(label++, people[person], DemoKind.Merged, person, person + 1);
        }

        while (label < options.Identities)
        {
            AddFolder(label++, people[person], DemoKind.Clean, person++);
        }
    }

    private void AddFolder(int label, string name, string kind, params int[] who)
    {
        (labels[label], rightKind[label], shown[label], folders[label]) = (name, kind, who, []);
        for (int i = 0; i < options.Images; i++)
        {
            int person = who[i % who.Length];
            homeOf[person] = label;
            folders[label].Add(new Entry(NewShot(person), NewFormat(), DemoChange.None, people[person], kind));
        }
    }

    private void PlantNoise()
    {
        var noisy = SpreadNoise();
        int open = (int)Math.Round(noisy.Count * options.OpenShare);
        random.Shuffle(noisy);
        var confusedWith = labels.Select((_, label) => OtherPerson(label)).ToArray();
        for (int i = 0; i < noisy.Count; i++)
        {
            var (label, at) = noisy[i];
            folders[label][at] = i < open ? Stranger() : Wrong(random.Chance(ConfusedShare) ? confusedWith[label] : OtherPerson(label));
        }
    }

    // Folders differ in how noisy they are: places are drawn by weight until the wanted number is reached, and no folder loses its majority.
    private List<(int Label, int At)> SpreadNoise()
    {
        int most = (int)Math.Floor(options.Images * (1 - RightAtLeast));
        int wanted = Math.Min((int)Math.Round(options.Identities * options.Images * options.Noise), options.Identities * most);
        var weights = labels.Select(_ => random.Range(.3f, 1.7f)).ToArray();
        var room = labels.Select(_ => most).ToArray();
        var places = new List<(int, int)>(wanted);
        while (places.Count < wanted)
        {
            int label = random.Below(labels.Length);
            if (room[label] > 0 && random.Chance(weights[label] / 1.7f))
            {
                // Counted from the end; the order within a folder is shuffled later.
                places.Add((label, options.Images - 1 - (most - room[label]--)));
            }
        }

        return places;
    }

    private Entry Stranger()
    {
        int person = FirstStranger + random.Below(FirstHeldOut - FirstStranger);
        return new Entry(NewShot(person), NewFormat(), DemoChange.None, $"stranger:{people[person]}", DemoKind.Open);
    }

    private Entry Wrong(int person)
    {
        var right = folders[homeOf[person]].FindAll(e => e.Shot.Person == person && e.Kind == rightKind[homeOf[person]]);
        return right.Count > 0 && random.Chance(CopiedShare)
            ? random.Pick(right) with { Kind = DemoKind.Closed }
            : new Entry(NewShot(person), NewFormat(), DemoChange.None, people[person], DemoKind.Closed);
    }

    private int OtherPerson(int label)
    {
        while (true)
        {
            int person = random.Below(FirstStranger);
            if (!shown[label].Contains(person))
            {
                return person;
            }
        }
    }

    private void CopyAndBreak()
    {
        int total = options.Identities * options.Images;
        Repeat(options.ExactDuplicates, label => RightPicture(label) with { Kind = DemoKind.ExactDuplicate });
        Repeat(options.NearDuplicates, label => RightPicture(label) with { Kind = DemoKind.NearDuplicate, Change = DemoChange.Altered });
        Repeat(options.Damaged, label => Broken(label, DemoChange.Truncated, DemoKind.Damaged));
        Repeat(options.Foreign, label => Broken(label, DemoChange.Foreign, DemoKind.Foreign));

        void Repeat(double share, Func<int, Entry> make)
        {
            for (int i = 0; i < (int)Math.Round(share * total); i++)
            {
                int label = random.Below(labels.Length);
                folders[label].Add(make(label));
            }
        }
    }

    private Entry RightPicture(int label) => random.Pick(folders[label].FindAll(e => e.Change == DemoChange.None && e.Kind == rightKind[label]));

    private Entry Broken(int label, DemoChange change, string kind)
    {
        int person = random.Pick(shown[label]);
        return new Entry(NewShot(person), ImageFormat.Jpeg, change, people[person], kind);
    }

    private IEnumerable<DemoFile> Number(List<Entry> folder, int label)
    {
        random.Shuffle(folder);
        return folder.Select((e, i) => new DemoFile(FileName(labels[label], i, e), e.Shot, e.Format, e.Change, e.TrueIdentity, labels[label], e.Kind)).ToList();
    }

    private IEnumerable<DemoFile> HeldOutFiles(int person)
    {
        for (int i = 0; i < options.HeldOutImages; i++)
        {
            var entry = new Entry(NewShot(person), NewFormat(), DemoChange.None, people[person], DemoKind.Clean);
            yield return new DemoFile(FileName(people[person], i, entry), entry.Shot, entry.Format, entry.Change, entry.TrueIdentity, people[person], entry.Kind);
        }
    }

    // Altered copies may change their format: their name says .jpg, .png or .webp by what they become.
    private static string FileName(string label, int index, Entry entry)
    {
        var format = entry.Change == DemoChange.Altered ? DemoBytes.AlteredFormat(entry.Shot) : entry.Format;
        var extension = format switch { ImageFormat.Png => "png", ImageFormat.WebP => "webp", _ => "jpg" };
        return FormattableString.Invariant($"{label}/{index + 1:000}.{extension}");
    }

    private DemoShot NewShot(int person) => new(person, shotsTaken[person]++);

    private ImageFormat NewFormat() => random.Below(100) switch
    {
        < 8 => ImageFormat.Png,
        < 14 => ImageFormat.WebP,
        _ => ImageFormat.Jpeg,
    };

    private sealed record Entry(DemoShot Shot, ImageFormat Format, DemoChange Change, string TrueIdentity, string Kind);
}
