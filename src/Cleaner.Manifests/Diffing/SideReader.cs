using Cleaner.Manifests.Sqlite;

namespace Cleaner.Manifests.Diffing;

/// <summary>Looks up one sample of a state by id.</summary>
internal sealed class SideReader : IDisposable
{
    private const string Select =
        "SELECT s.locator, s.\"offset\", b.state, b.identity_id, b.rule, b.score, b.reason FROM sample s JOIN belief b ON b.sample_id = s.id " +
        "WHERE s.id = ?1 AND b.revision <= ?2 ORDER BY b.revision DESC LIMIT 1";

    private readonly DiffState state;
    private readonly Statement row;
    private readonly Dictionary<long, string> names;

    public SideReader(DiffState state)
    {
        this.state = state;
        names = state.Manifest.Identities().ToDictionary(identity => identity.Id, identity => identity.Name);
        lock (state.Manifest.Gate)
        {
            row = state.Manifest.Database.Prepare(Select);
        }
    }

    public Side Read(long id)
    {
        lock (state.Manifest.Gate)
        {
            row.Bind(1, id).Bind(2, state.Revision).Step();
            var side = new Side(
                id,
                row.Text(0),
                row.Int64(1),
                (SampleState)row.Int32(2),
                names[row.Int64(3)],
                row.IsNull(4) ? "" : string.Intern(row.Text(4)),
                row.IsNull(5) ? double.NaN : row.Double(5),
                row.NullableText(6) ?? "");
            row.Reset();
            return side;
        }
    }

    public void Dispose() => row.Dispose();
}
