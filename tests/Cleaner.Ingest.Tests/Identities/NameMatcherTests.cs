using Cleaner.Ingest.Identities;

namespace Cleaner.Ingest.Tests.Identities;

public class NameMatcherTests
{
    [Theory]
    [InlineData("Aaron_Eckhart", "aaron_eckhart", "case")]
    [InlineData("Aaron_Eckhart", "Aaron Eckhart", "punctuation")]
    [InlineData("aaron-eckhart", "Aaron  Eckhart.", "punctuation")]
    [InlineData("Conan O'Brien", "Conan O’Brien", "punctuation")]
    [InlineData("Eckhart, Aaron", "Aaron Eckhart", "punctuation")]
    [InlineData("Jose\u0301 Garc\u0131a", "Jos\u00e9 Garc\u0131a", "unicode")]
    [InlineData("Ｔｏｍ Hanks", "Tom Hanks", "unicode")]
    [InlineData("José García", "Jose Garcia", "accents")]
    [InlineData("Björk", "Bjork", "accents")]
    [InlineData("Łukasz Żal", "lukasz_zal", "accents")]
    [InlineData("Владимир Путин", "Vladimir Putin", "accents")]
    [InlineData("JK Rowling", "J K Rowling", "spacing")]
    [InlineData("Mao Zedong", "Zedong Mao", "word-order")]
    [InlineData("m.02mjmr", "/m/02mjmr", "id-string")]
    [InlineData("m_02mjmr", "Barack_Obama_m.02mjmr", "id-string")]
    [InlineData("nm0000158", "Tom Hanks (nm0000158)", "id-string")]
    public void Spellings_of_one_name_are_paired_by_the_strictest_rule_that_holds(string a, string b, string rule)
    {
        var (into, other, evidence) = Assert.Single(Match(a, b));

        Assert.Equal((1, 2), (into.Id, other.Id));
        Assert.Equal(rule, evidence.Rule);
        Assert.Equal(rule is not ("spacing" or "word-order"), evidence.IsStrong);
    }

    [Theory]
    [InlineData("Tom Hanks", "Tim Hanks")]
    [InlineData("5", "5@b")]
    [InlineData("id_1", "ID 1")]
    [InlineData("m.02mjmr John Smith", "m.0abcd John Smith")]
    [InlineData("Ann Lee", "Ann Lee Jr")]
    [InlineData("!!!", "???")]
    public void Different_names_and_numbers_are_not(string a, string b) => Assert.Empty(Match(a, b));

    [Fact]
    public void Many_spellings_are_each_paired_with_the_identity_of_most_images()
    {
        var pairs = NameMatcher.Match([new(1, "ann lee", 3), new(2, "Ann Lee", 9), new(3, "ANN_LEE", 1), new(4, "Bob", 5)]);

        Assert.Equal([(2L, 1L), (2L, 3L)], pairs.Select(p => (p.Into.Id, p.Other.Id)));
    }

    private static List<(NamedIdentity Into, NamedIdentity Other, MergeEvidence Evidence)> Match(params string[] names) =>
        [.. NameMatcher.Match([.. names.Select((name, i) => new NamedIdentity(i + 1, name, 1))])];
}
