using System.Globalization;
using IO = System.IO.Path;

namespace Cleaner.Manifests.Arrays;

/// <summary>
/// The names of the files in a run folder. N samples (kept at the manifest revision and decodable, by ascending sample id),
/// C identities, K centers each, D dimensions. Training writes it; purge, evaluation and reports read it.
/// </summary>
/// <param name="path">The folder; it need not exist.</param>
public sealed class RunFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>Every resolved option: <see cref="RunConfig"/>.</summary>
    public string Config => File("config.json");

    /// <summary>One JSON line a step group.</summary>
    public string Metrics => File("metrics.jsonl");

    /// <summary>The log in plain text.</summary>
    public string Log => File("log.txt");

    /// <summary>Folder of checkpoints.</summary>
    public string Checkpoints => File("checkpoints");

    /// <summary>The newest checkpoint.</summary>
    public string LastCheckpoint => IO.Combine(Checkpoints, "last.safetensors");

    /// <summary>The backbone, with insightface's parameter names.</summary>
    public string Model => File("model.safetensors");

    /// <summary>The head.</summary>
    public string Head => File("head.safetensors");

    /// <summary>int64 [N]: sample ids.</summary>
    public string Ids => File("ids.npy");

    /// <summary>int64 [N]: identity ids.</summary>
    public string Labels => File("labels.npy");

    /// <summary>float32 [N, D]: L2-normalised embeddings.</summary>
    public string Embeddings => File("embeddings.npy");

    /// <summary>int64 [C]: identity ids.</summary>
    public string Classes => File("classes.npy");

    /// <summary>float32 [C·K, D]: L2-normalised centers, row c·K + k.</summary>
    public string Centers => File("centers.npy");

    /// <summary>Folder of the scores.</summary>
    public string Scores => File("scores");

    /// <summary>float32 [N, K]: cosine to each center of the own identity.</summary>
    public string OwnCosines => Score("own_cosines.npy");

    /// <summary>int32 [N]: the nearest of them.</summary>
    public string OwnCenter => Score("own_center.npy");

    /// <summary>int64 [N]: identity id of the nearest other identity.</summary>
    public string OtherIdentity => Score("other_identity.npy");

    /// <summary>float32 [N]: cosine to its nearest center.</summary>
    public string OtherCosine => Score("other_cosine.npy");

    /// <summary>float32 [N]: margin-free softmax cross-entropy at evaluation.</summary>
    public string Loss => Score("loss.npy");

    /// <summary>float32 [N]: mean over the epochs of own logit − largest other logit.</summary>
    public string Dynamics => Score("dynamics.npy");

    /// <summary>
    /// float32 [N, 3], means over the epochs of a label's logit − largest other one: of the sample's own label (<see cref="Dynamics"/>); of a
    /// label put on at random, one and the same all along; of that one, the own taken out of the others.
    /// </summary>
    public string DynamicsFirst => Score("dynamics_first.npy");

    /// <summary>float32 [N, 3]: the same over the second largest other logit, so that one label more of the same person does no harm.</summary>
    public string DynamicsSecond => Score("dynamics_second.npy");

    /// <summary>
    /// float32 [N, 3], of the cosines of networks that were not trained on the sample (cross-validation) what <see cref="DynamicsFirst"/> holds
    /// of the logits along the training; NaN where the identity has no other sample.
    /// </summary>
    public string HeldOutFirst => Score("held_out_first.npy");

    /// <summary>float32 [N, 3]: the same over the second largest other one.</summary>
    public string HeldOutSecond => Score("held_out_second.npy");

    /// <summary>float32 [N]: the share of the other identities that are nearer than the own one to networks that were not trained on the sample, 0 to 1.</summary>
    public string HeldOutRanks => Score("held_out_ranks.npy");

    /// <summary>Folder of the cross-validation's trainings, while they go on.</summary>
    public string Folds => File("folds");

    /// <summary>The training without one fold, counted from 0.</summary>
    public RunFolder Fold(int fold) => new(IO.Combine(Folds, fold.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Folder of the snapshots.</summary>
    public string Snapshots => File("snapshots");

    /// <summary>Marker: the run ended as it should.</summary>
    public string Done => File("done");

    /// <summary>Whether the run ended as it should.</summary>
    public bool IsDone => System.IO.File.Exists(Done);

    /// <summary>float32 [N, D]: the embeddings after an epoch, in the rows' order of <see cref="Ids"/>.</summary>
    public string SnapshotEmbeddings(int epoch) => IO.Combine(
        Snapshots, string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:D4}"), "embeddings.npy");

    /// <summary>Reads <see cref="Config"/>.</summary>
    /// <exception cref="CleanerException">Missing or broken.</exception>
    public RunConfig ReadConfig() => RunConfig.Read(Config);

    private string File(string name) => IO.Combine(Path, name);

    private string Score(string name) => IO.Combine(Scores, name);
}
