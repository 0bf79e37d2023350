namespace Cleaner.Manifests.Diffing;

/// <summary>What a sample is matched and compared by, 32 bytes.</summary>
internal struct Entry
{
    /// <summary>
    /// The first 64 bits of its SHA-256. Two different images share them with a chance of 2^-64: for one false "moved" among 10 million
    /// samples gone and 10 million come, about 5 in a million.
    /// </summary>
    public ulong Content;

    /// <summary>Hash of locator and offset.</summary>
    public ulong Place;

    public long Id;

    /// <summary>Index of the identity in <see cref="JointIdentities"/>.</summary>
    public int Identity;

    public SampleState State
    {
        readonly get => (SampleState)state;
        set => state = (byte)value;
    }

    /// <summary>Whether <see cref="Content"/> is known.</summary>
    public bool HasContent;

    /// <summary>The sample is known to the other side too, but its bytes are unusable there (gone or replaced).</summary>
    public bool GoneElsewhere;

    private byte state;
}
