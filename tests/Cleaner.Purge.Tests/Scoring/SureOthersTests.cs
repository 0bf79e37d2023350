using Cleaner.Purge.Scoring;

namespace Cleaner.Purge.Tests.Scoring;

/// <summary>A handful of swapped labels in a set that is clean otherwise.</summary>
public sealed class SureOthersTests
{
    private const int Classes = 5, Members = 40;

    private readonly int[] _label = [.. Enumerable.Range(0, Classes * Members).Select(row => row / Members)];
    private readonly float[] _own = new float[Classes * Members], _other = new float[Classes * Members];
    private readonly int[] _nearest = new int[Classes * Members];

    public SureOthersTests()
    {
        // Right labels: .7 to their own, .25 to the nearest other, each ± .05 in even steps.
        for (var row = 0; row < _own.Length; row++)
        {
            var step = (row * 7 % Members - (Members - 1) / 2f) / Members;
            (_own[row], _other[row], _nearest[row]) = (0.7f + 0.1f * step, 0.25f + 0.1f * step, (_label[row] + 1) % Classes);
        }
    }

    [Fact]
    public void A_swapped_label_is_found_and_hard_right_ones_are_not()
    {
        (_own[3], _other[3]) = (0.2f, 0.68f);      // among the other's samples
        (_own[50], _other[50]) = (0.1f, 0.3f);     // far from all
        (_own[90], _other[90]) = (0.65f, 0.69f);   // between two of them
        (_own[130], _other[130]) = (0.2f, 0.5f);   // nearer than right labels come, but not among the other's samples

        Assert.Equal([3], Found());
    }

    [Fact]
    public void Where_two_identities_resemble_each_other_their_right_labels_stay()
    {
        // Half of class 0 lies as near to class 1 as that one's own: whoever is far from class 0 as well is just a hard one.
        for (var row = 0; row < Members / 2; row++)
            _other[row] = 0.7f;
        (_own[3], _own[Members + 3], _other[Members + 3]) = (0.2f, 0.2f, 0.7f);

        Assert.Equal([Members + 3], Found());
    }

    [Fact]
    public void An_identity_of_few_samples_shows_nothing_and_one_without_another_neither()
    {
        (_own[3], _other[3], _nearest[3]) = (0.2f, 0.68f, 1);
        for (var row = Members + 3; row < 2 * Members; row++)
            _label[row] = 2;
        Assert.Empty(Found());

        (_nearest[3], _other[3]) = (-1, float.NaN);
        Assert.Empty(Found());
        Assert.DoesNotContain(true, SureOthers.Find(_own, _other, _nearest, _label, new Grouping(_label, Classes), _ => false, _ => true));
    }

    [Fact]
    public void Right_labels_show_how_right_ones_lie_where_many_are_wrong()
    {
        // Every second label is swapped: taken for right ones, they would make it usual to lie among another's samples.
        int[] swapped = [.. Enumerable.Range(0, _own.Length).Where(row => row % 2 == 0)];
        foreach (int row in swapped)
            (_own[row], _other[row]) = (0.2f, 0.75f);

        Assert.Empty(Found());
        Assert.Equal(swapped, Found(right: row => row % 2 == 1));
        Assert.Empty(Found(right: _ => false));
    }

    private int[] Found(Func<int, bool>? right = null)
    {
        bool[] sure = SureOthers.Find(_own, _other, _nearest, _label, new Grouping(_label, Classes), _ => true, right ?? (_ => true));
        return [.. Enumerable.Range(0, sure.Length).Where(row => sure[row])];
    }
}
