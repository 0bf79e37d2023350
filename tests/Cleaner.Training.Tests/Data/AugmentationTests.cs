using Cleaner.Manifests;
using Cleaner.Training.Data;

namespace Cleaner.Training.Tests.Data;

public sealed class AugmentationTests
{
    private static readonly ImageShape Shape = new(16, 24);

    [Theory]
    [InlineData("none", false, false, false)]
    [InlineData("auto", true, true, false)]
    [InlineData("crop", false, true, false)]
    [InlineData("flip, color", true, false, true)]
    public void Names_are_read(string text, bool flip, bool crop, bool color)
    {
        var read = Augmentation.Parse(text);
        Assert.Equal((flip, crop, color), (read.Flip, read.Crop, read.Color));
    }

    [Fact]
    public void An_unknown_name_is_refused() =>
        Assert.StartsWith("--augment 'rotate' is unknown", Assert.Throws<UsageException>(() => Augmentation.Parse("flip,rotate")).Message);

    [Theory]
    [InlineData("flip")]
    [InlineData("crop")]
    [InlineData("color")]
    [InlineData("blur")]
    [InlineData("erase")]
    [InlineData("flip,crop,color,blur,erase")]
    public void The_same_stream_gives_the_same_picture_and_some_stream_changes_it(string names)
    {
        var augmentation = Augmentation.Parse(names);
        var changed = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var (first, second, original) = (Ramp(), Ramp(), Ramp());
            augmentation.Apply(first, new byte[Shape.Bytes], Shape, new CounterRandom(seed, 1));
            augmentation.Apply(second, new byte[Shape.Bytes], Shape, new CounterRandom(seed, 1));
            Assert.Equal(first, second);
            changed += first.SequenceEqual(original) ? 0 : 1;
        }
        Assert.InRange(changed, 4, 40);
    }

    [Fact]
    public void A_flip_mirrors_whole_pixels()
    {
        var (image, original) = (Ramp(), Ramp());
        var seed = 0L;
        do
        {
            original.CopyTo(image, 0);
            (Augmentation.None with { Flip = true }).Apply(image, new byte[Shape.Bytes], Shape, new CounterRandom(seed++, 1));
        }
        while (image.SequenceEqual(original));
        for (var y = 0; y < Shape.Height; y++)
            for (var x = 0; x < Shape.Width; x++)
                for (var c = 0; c < 3; c++)
                    Assert.Equal(original[(y * Shape.Width + x) * 3 + c], image[(y * Shape.Width + Shape.Width - 1 - x) * 3 + c]);
    }

    [Fact]
    public void A_crop_shifts_by_at_most_a_fourteenth_and_repeats_the_border()
    {
        var shape = new ImageShape(28, 28);
        var original = new byte[shape.Bytes];
        for (var i = 0; i < original.Length; i++)
            original[i] = (byte)(i / 3 % 28 + i / 84 * 5);
        var seen = new HashSet<(int, int)>();
        for (var seed = 0; seed < 200; seed++)
        {
            var image = (byte[])original.Clone();
            (Augmentation.None with { Crop = true }).Apply(image, new byte[shape.Bytes], shape, new CounterRandom(seed, 1));
            var shift = Shifts(2).Single(s => Enumerable.Range(0, 28 * 28).All(p => image[p * 3] == original[(Math.Clamp(p / 28 + s.Dy, 0, 27) * 28 + Math.Clamp(p % 28 + s.Dx, 0, 27)) * 3]));
            seen.Add((shift.Dx, shift.Dy));
        }
        Assert.Equal(25, seen.Count);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.2, 0, 0)]
    [InlineData(0, -0.2, 0)]
    [InlineData(0, 0, 0.2)]
    [InlineData(-0.13, 0.2, -0.2)]
    public void A_tint_is_that_of_its_formula_within_one_grey_level(double brightness, double contrast, double saturation)
    {
        var (image, original) = (Ramp(), Ramp());
        Augmentation.Tint(image, brightness, contrast, saturation);
        for (var i = 0; i < original.Length; i++)
        {
            var pixel = original.AsSpan(i / 3 * 3, 3);
            var grey = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
            var saturated = grey + (original[i] - grey) * (1 + saturation);
            Assert.InRange(image[i] - Math.Clamp((saturated - 128) * (1 + contrast) + 128 * (1 + brightness), 0, 255), -1, 1);
        }
    }

    private static IEnumerable<(int Dx, int Dy)> Shifts(int most) =>
        from dy in Enumerable.Range(-most, 2 * most + 1) from dx in Enumerable.Range(-most, 2 * most + 1) select (dx, dy);

    private static byte[] Ramp() => [.. Enumerable.Range(0, Shape.Bytes).Select(i => (byte)(i * 7 % 251))];
}
