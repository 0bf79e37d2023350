namespace Cleaner.Manifests.Sqlite;

/// <summary>
/// Streams the state at one revision in sample id order, a block at a time. No cursor stays open while the caller works, and since
/// committed rows never change, blocks read at different moments still make one consistent whole.
/// </summary>
internal sealed class StateReader(Database database, IdentityTable identities, Lock gate)
{
    private const int BlockRows = 2048;

    public IEnumerable<SampleView> Samples(long revision)
    {
        using Statement facts = Prepare(SampleTable.SelectBlock);
        using Statement beliefs = Prepare(BeliefTable.SelectRange);
        var block = new List<(Sample Sample, long IdentityId)>(BlockRows);
        var states = new List<Belief>(BlockRows);
        for (long last = 0; ;)
        {
            lock (gate)
            {
                ReadFacts(facts, last, block);
                if (block.Count == 0)
                {
                    yield break;
                }

                ReadStates(beliefs, last, block[^1].Sample.Id, revision, states);
            }

            last = block[^1].Sample.Id;
            int i = 0;
            foreach (Belief belief in states)
            {
                while (block[i].Sample.Id < belief.SampleId)
                {
                    i++;
                }

                yield return new SampleView(block[i].Sample, block[i].IdentityId, belief);
            }
        }
    }

    public IEnumerable<Belief> Beliefs(long revision)
    {
        using Statement beliefs = Prepare(BeliefTable.SelectRange);
        var states = new List<Belief>(BlockRows);
        long end;
        lock (gate)
        {
            end = database.Scalar("SELECT max(sample_id) FROM belief");
        }

        for (long last = 0; last < end; last += BlockRows)
        {
            lock (gate)
            {
                ReadStates(beliefs, last, last + BlockRows, revision, states);
            }

            foreach (Belief belief in states)
            {
                yield return belief;
            }
        }
    }

    public SampleView? View(long sampleId, long revision)
    {
        lock (gate)
        {
            using Statement facts = database.Prepare(SampleTable.SelectOne);
            using Statement beliefs = database.Prepare(BeliefTable.SelectRange);
            var states = new List<Belief>(1);
            ReadStates(beliefs, sampleId - 1, sampleId, revision, states);
            if (states.Count == 0 || !facts.Bind(1, sampleId).Step())
            {
                return null;
            }

            (Sample sample, long identityId) = SampleTable.Read(facts, identities);
            return new SampleView(sample, identityId, states[0]);
        }
    }

    public IEnumerable<Belief> WrittenBy(IReadOnlySet<long> revisions)
    {
        using Statement rows = Prepare(BeliefTable.SelectWritten);
        var block = new List<Belief>(BlockRows);
        long end;
        lock (gate)
        {
            end = database.Scalar(SampleTable.LargestId);
        }

        for (long last = 0; last < end; last += BlockRows)
        {
            lock (gate)
            {
                block.Clear();
                rows.Bind(1, last).Bind(2, last + BlockRows).Bind(3, revisions.Min());
                while (rows.Step())
                {
                    if (revisions.Contains(rows.Int64(BeliefTable.RevisionColumn)))
                    {
                        block.Add(BeliefTable.Read(rows));
                    }
                }

                rows.Reset();
            }

            foreach (Belief belief in block)
            {
                yield return belief;
            }
        }
    }

    private Statement Prepare(string sql)
    {
        lock (gate)
        {
            return database.Prepare(sql);
        }
    }

    private void ReadFacts(Statement facts, long after, List<(Sample Sample, long IdentityId)> block)
    {
        block.Clear();
        facts.Bind(1, after).Bind(2, BlockRows);
        while (facts.Step())
        {
            block.Add(SampleTable.Read(facts, identities));
        }

        facts.Reset();
    }

    private static void ReadStates(Statement beliefs, long after, long upTo, long revision, List<Belief> states)
    {
        states.Clear();
        beliefs.Bind(1, after).Bind(2, upTo).Bind(3, revision);
        while (beliefs.Step())
        {
            if (states.Count > 0 && states[^1].SampleId == beliefs.Int64(0))
            {
                states[^1] = BeliefTable.Read(beliefs);
            }
            else
            {
                states.Add(BeliefTable.Read(beliefs));
            }
        }

        beliefs.Reset();
    }
}
