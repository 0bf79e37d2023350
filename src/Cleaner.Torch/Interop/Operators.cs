using System.Runtime.CompilerServices;

namespace Cleaner.Torch.Interop;

/// <summary>
/// Operator handles by name, "aten::add.Tensor". Names are string literals, so that the reference alone finds the handle in a few
/// nanoseconds; the first use of a literal asks libtorch. Entries are only ever added, so that readers need no lock.
/// </summary>
internal static class Operators
{
    private sealed class Table(int size)
    {
        public readonly string?[] Names = new string?[size];
        public readonly nint[] Handles = new nint[size];
        public int Count;
    }

    private static readonly Lock Writing = new();
    private static volatile Table table = new(1024);

    public static nint Find(string name)
    {
        var current = table;
        var mask = current.Names.Length - 1;
        for (var i = RuntimeHelpers.GetHashCode(name) & mask; ; i = (i + 1) & mask)
        {
            var known = Volatile.Read(ref current.Names[i]);
            if (ReferenceEquals(known, name))
                return current.Handles[i];
            if (known is null)
                return Add(name);
        }
    }

    private static nint Add(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var handle = NativeMethods.Check(
            dot < 0 ? NativeMethods.ct_find(name, "") : NativeMethods.ct_find(name[..dot], name[(dot + 1)..]));
        lock (Writing)
        {
            if (table.Count * 2 >= table.Names.Length)
            {
                var larger = new Table(table.Names.Length * 2);
                for (var i = 0; i < table.Names.Length; i++)
                {
                    if (table.Names[i] is { } old)
                        Insert(larger, old, table.Handles[i]);
                }
                table = larger;
            }
            Insert(table, name, handle);
        }
        return handle;
    }

    private static void Insert(Table target, string name, nint handle)
    {
        var mask = target.Names.Length - 1;
        var i = RuntimeHelpers.GetHashCode(name) & mask;
        while (target.Names[i] is { } known)
        {
            if (ReferenceEquals(known, name))
                return;
            i = (i + 1) & mask;
        }
        // The handle must be seen no later than the name that leads to it.
        target.Handles[i] = handle;
        Volatile.Write(ref target.Names[i], name);
        target.Count++;
    }
}
