using System.Globalization;
using Cleaner.Manifests;

namespace Cleaner.Training.Heads;

/// <summary>One number that a head takes.</summary>
/// <param name="Name">As typed in <c>--head-option NAME=VALUE</c>.</param>
/// <param name="Default">What holds when nothing is typed.</param>
/// <param name="Least">Smallest value.</param>
/// <param name="Most">Largest value.</param>
/// <param name="Meaning">In a few words, with its unit.</param>
public sealed record HeadParameter(string Name, double Default, double Least, double Most, string Meaning);

/// <summary>The values of a head's parameters, checked against their ranges.</summary>
public sealed class HeadSettings
{
    private readonly Dictionary<string, double> _values;

    private HeadSettings(Dictionary<string, double> values) => _values = values;

    /// <summary>The value of a parameter.</summary>
    public double this[string name] => _values[name];

    /// <summary>The value of a parameter that is a whole number.</summary>
    public int Whole(string name) => (int)_values[name];

    /// <summary>True where a 0/1 parameter is on.</summary>
    public bool On(string name) => _values[name] != 0;

    /// <summary>All values, for <c>config.json</c>.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    /// <summary>Defaults, overridden by what was given; throws <see cref="UsageException"/> for an unknown name or a value out of range.</summary>
    public static HeadSettings Resolve(HeadInfo head, IReadOnlyDictionary<string, double> given) =>
        Resolve($"the head {head.Name}", head.Parameters, given);

    /// <summary>The same for anything that takes such parameters; <paramref name="owner"/> is what messages call it.</summary>
    public static HeadSettings Resolve(string owner, IReadOnlyList<HeadParameter> parameters, IReadOnlyDictionary<string, double> given)
    {
        var values = parameters.ToDictionary(p => p.Name, p => p.Default);
        foreach (var (name, value) in given)
        {
            var parameter = parameters.FirstOrDefault(p => p.Name == name)
                ?? throw new UsageException($"{owner} takes no '{name}': it takes {Listed(parameters)}");
            if (!(value >= parameter.Least && value <= parameter.Most))
                throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                    $"{name} {value} is out of range for {owner}: it takes {parameter.Least} to {parameter.Most} ({parameter.Meaning})"));
            values[name] = value;
        }
        return new HeadSettings(values);
    }

    private static string Listed(IReadOnlyList<HeadParameter> parameters) =>
        parameters.Count == 0 ? "nothing" : string.Join(", ", parameters.Select(p => p.Name));
}
