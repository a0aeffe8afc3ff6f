using System.Numerics;

namespace TinyAutograd;

/// <summary>Parameters and submodules under names, with whatever forward computation the derived class gives.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>A constructor registers what the module consists of, with <see cref="AddParameter"/>, <see cref="ShareParameter"/> and
/// <see cref="AddModule"/>; nothing is found by reflection. A parameter may be shared (tied weights): it counts once, under its first name.</remarks>
public abstract partial class Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<(string Name, Parameter<T> Parameter)> ownParameters = [];
    private readonly List<(string Name, Module<T> Module)> children = [];
    private Module<T>? parent;
    private (int Size, KeyValuePair<string, Parameter<T>>[] Named, Parameter<T>[] Plain)? cache;

    /// <summary>The parameters of this module and all below it, each once: own ones first, then child by child, in the order of registration.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => Collect().Plain;

    /// <summary>The parameters with their names as seen from this module: <c>blocks.0.attention.weight</c>. In the order of <see cref="Parameters"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter<T>>> NamedParameters => Collect().Named;

    /// <summary>Number of numbers in all parameters; shared ones count once.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Length);

    /// <summary>The modules directly below this one, with their names.</summary>
    public IReadOnlyList<KeyValuePair<string, Module<T>>> Children =>
        [.. children.Select(child => KeyValuePair.Create(child.Name, child.Module))];

    /// <summary>This module and all below it, each once, parents before children.</summary>
    public IEnumerable<Module<T>> Modules
    {
        get
        {
            var found = new List<Module<T>>();
            Visit(this, new HashSet<Module<T>>(ReferenceEqualityComparer.Instance), found);
            return found;
        }
    }

    /// <summary>Whether the module is in training mode, where dropout drops: so at first. See <see cref="Train"/> and <see cref="Evaluate"/>.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Puts this module and all below it into training mode.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Puts this module and all below it into evaluation mode: the forward computation has no random part.</summary>
    public void Evaluate() => SetTraining(false);

    /// <summary>Makes a parameter of this module.</summary>
    /// <param name="name">Unique in the module; dots separate the parts of a path.</param>
    /// <param name="initial">Shape and first numbers (copied).</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">The name is not well-formed or taken.</exception>
    protected Parameter<T> AddParameter(string name, Variable<T> initial)
    {
        ThrowIfUnusable(name);
        return ShareParameter(name, new Parameter<T>(name, initial));
    }

    /// <summary>Uses a parameter that belongs to another module as well: tied weights.</summary>
    /// <param name="name">What this module calls it; unique in the module.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">The name is not well-formed or taken.</exception>
    protected Parameter<T> ShareParameter(string name, Parameter<T> parameter)
    {
        ThrowIfUnusable(name);
        ArgumentNullException.ThrowIfNull(parameter);
        ownParameters.Add((name, parameter));
        NameParameters();
        return parameter;
    }

    /// <summary>Makes a module part of this one. Its parameters are then called by its name and theirs: <c>attention.weight</c>.</summary>
    /// <param name="name">Unique in the module; dots separate the parts of a path: <c>blocks.0</c>.</param>
    /// <param name="module">The part; it may be shared with another module, but not contain this one.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">The name is not well-formed or taken, or the module would contain itself.</exception>
    protected TModule AddModule<TModule>(string name, TModule module)
        where TModule : Module<T>
    {
        ThrowIfUnusable(name);
        ArgumentNullException.ThrowIfNull(module);
        if (module.Modules.Contains(this))
        {
            throw new ArgumentException(
                $"{TypeName}.AddModule: '{name}' contains this module; a module cannot contain itself.",
                nameof(module)
            );
        }
        children.Add((name, module));
        module.parent = this;
        NameParameters();
        return module;
    }

    private void SetTraining(bool isTraining)
    {
        foreach (var module in Modules)
        {
            module.IsTraining = isTraining;
        }
    }

    // A name is free if no other is equal to it, or a path that begins or continues with it: so no two paths are ever equal.
    private void ThrowIfUnusable(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Split('.').Any(part => part.Length == 0 || part.Any(char.IsWhiteSpace)))
        {
            throw new ArgumentException(
                $"{TypeName}: '{name}' is not a name: parts between dots must not be empty or contain spaces.",
                nameof(name)
            );
        }
        var taken = ownParameters
            .Select(own => own.Name)
            .Concat(children.Select(child => child.Name))
            .FirstOrDefault(other => Contains(other, name) || Contains(name, other));
        if (taken is not null)
        {
            throw new ArgumentException(
                $"{TypeName}: the name '{name}' is taken by '{taken}'.",
                nameof(name)
            );
        }

        static bool Contains(string path, string start) =>
            path.StartsWith(start, StringComparison.Ordinal)
            && (path.Length == start.Length || path[start.Length] == '.');
    }

    // Parameters are called by their path from the outermost module.
    private void NameParameters()
    {
        var root = this;
        while (root.parent is not null)
        {
            root = root.parent;
        }
        foreach (var (name, parameter) in root.NamedParameters)
        {
            parameter.Name = name;
        }
    }

    private (int Size, KeyValuePair<string, Parameter<T>>[] Named, Parameter<T>[] Plain) Collect()
    {
        // Parts are only ever added, so the number of parts tells whether a collection is up to date.
        var size = Size();
        if (cache is not { } valid || valid.Size != size)
        {
            var named = new List<KeyValuePair<string, Parameter<T>>>();
            Visit("", new HashSet<Parameter<T>>(ReferenceEqualityComparer.Instance), named);
            valid = (size, [.. named], [.. named.Select(pair => pair.Value)]);
            cache = valid;
        }
        return valid;
    }

    private int Size()
    {
        var size = ownParameters.Count + children.Count;
        foreach (var (_, module) in children)
        {
            size += module.Size();
        }
        return size;
    }

    private void Visit(
        string prefix,
        HashSet<Parameter<T>> seen,
        List<KeyValuePair<string, Parameter<T>>> named
    )
    {
        foreach (var (name, parameter) in ownParameters)
        {
            if (seen.Add(parameter))
            {
                named.Add(KeyValuePair.Create(prefix + name, parameter));
            }
        }
        foreach (var (name, module) in children)
        {
            module.Visit($"{prefix}{name}.", seen, named);
        }
    }

    private static void Visit(Module<T> module, HashSet<Module<T>> seen, List<Module<T>> found)
    {
        if (seen.Add(module))
        {
            found.Add(module);
            foreach (var (_, child) in module.children)
            {
                Visit(child, seen, found);
            }
        }
    }
}
