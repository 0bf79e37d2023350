using Cleaner.Manifests;
using Cleaner.Reports.Sections;

namespace Cleaner.Reports.Tests;

public sealed class InputSectionTests
{
    [Fact]
    public void Reasons_that_differ_in_numbers_alone_are_one_line()
    {
        var lines = InputSection.Alike(new Dictionary<(SampleStatus, string), long>
        {
            [(SampleStatus.Damaged, "cut off: its 754 bytes do not reach the end")] = 2,
            [(SampleStatus.Damaged, "cut off: its 1652 bytes do not reach the end")] = 1,
            [(SampleStatus.Foreign, "cut off: its 9 bytes do not reach the end")] = 1,
            [(SampleStatus.Damaged, "2048 zero bytes and no content")] = 5,
        });
        Assert.Equal(
            [
                (SampleStatus.Damaged, "2048 zero bytes and no content", 5L),
                (SampleStatus.Damaged, "cut off: its … bytes do not reach the end", 3L),
                (SampleStatus.Foreign, "cut off: its 9 bytes do not reach the end", 1L),
            ],
            lines);
    }
}
