namespace Cleaner.Imaging.Faces;

/// <summary>One family of face detectors: what its networks want to see, and how their outputs are read.</summary>
internal interface IFaceDecoder
{
    /// <summary>Largest overlap of two faces.</summary>
    float MostOverlap { get; }

    /// <summary>What the network sees beside the picture.</summary>
    float Black { get; }

    /// <summary>How a picture is looked at: the next way where nothing was found by the one before.</summary>
    IReadOnlyList<Look> Looks => [new(320), new(160), new(640)];

    /// <summary>Writes a row of pixels of 0 to 255 into the planes of the network's input.</summary>
    void Fill(ReadOnlySpan<byte> rgb, Span<float> first, Span<float> second, Span<float> third);

    /// <summary>Names of the outputs that <see cref="Decode"/> takes, in its order; null where the network is of another family.</summary>
    IReadOnlyList<string>? Outputs(IReadOnlyList<(string Name, int Columns)> outputs);

    /// <summary>Every face of at least that score, in pixels of the input.</summary>
    /// <param name="outputs">As <see cref="Outputs"/> ordered them.</param>
    /// <param name="width">Of the input, a multiple of 32.</param>
    /// <param name="height">Of the input, a multiple of 32.</param>
    /// <param name="leastScore">0 to 1.</param>
    /// <exception cref="FormatException">The outputs do not fit the input.</exception>
    IEnumerable<Face> Decode(IReadOnlyList<float[]> outputs, int width, int height, float leastScore);
}
