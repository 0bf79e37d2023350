namespace Cleaner.Evaluation.Templates;

/// <summary>
/// Who is shown by a template, which the lists of IJB-B and IJB-C do not say: templates that a genuine pair joins, directly or through
/// others, are of one subject.
/// </summary>
public sealed class TemplateSubjects
{
    private readonly Dictionary<int, int> _parent = [];
    private readonly Dictionary<int, int> _number = [];

    private TemplateSubjects(IEnumerable<(int Left, int Right, bool Same)> pairs)
    {
        foreach (var (left, right, same) in pairs)
        {
            int a = Root(left), b = Root(right);
            if (same && a != b)
            {
                _parent[a] = b;
            }
        }

        foreach (int template in _parent.Keys.Order().ToArray())
        {
            _number.TryAdd(Root(template), _number.Count);
        }
    }

    /// <summary>Number of subjects.</summary>
    public int Count => _number.Count;

    /// <summary>Finds the subjects of the templates of a list of pairs.</summary>
    public static TemplateSubjects Of(IEnumerable<(int Left, int Right, bool Same)> pairs) => new(pairs);

    /// <summary>Subject of a template of that list, from 0.</summary>
    public int Of(int template) => _number[Root(template)];

    private int Root(int template)
    {
        _parent.TryAdd(template, template);
        while (_parent[template] != template)
        {
            // Halving the path keeps it short.
            _parent[template] = _parent[_parent[template]];
            template = _parent[template];
        }

        return template;
    }
}
