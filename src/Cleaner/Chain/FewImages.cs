using Cleaner.Manifests;
using Cleaner.Purge;

namespace Cleaner.Chain;

/// <summary>What to know before a network is trained on a set most of whose identities have too few images to be learned by.</summary>
internal static class FewImages
{
    /// <summary>One line; null: most identities have enough.</summary>
    /// <param name="beliefs">Of the revision that is trained on.</param>
    public static string? Note(IEnumerable<Belief> beliefs)
    {
        int[] images = [.. beliefs.Where(belief => belief.State == SampleState.Kept).CountBy(belief => belief.IdentityId).Select(identity => identity.Value)];
        return images.Length == 0 || ModelQuality.ShareWithEnough(images) >= ModelQuality.LeastWithEnough
            ? null
            : $"most of the {images.Length:N0} identities have fewer than {ModelQuality.ImagesNeeded} images: of photographs taken anywhere a network trained on them may know too little to judge, and purge will say so; one from elsewhere knows more (faces: --faces; else --pretrained)";
    }
}
