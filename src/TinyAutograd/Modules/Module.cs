using System.Numerics;

namespace TinyAutograd;

/// <summary>Parameters, buffers and submodules under names, with whatever forward computation the derived class gives.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>A constructor registers what the module consists of, with <see cref="AddParameter"/>, <see cref="ShareParameter"/>, <see cref="AddBuffer"/>
/// and <see cref="AddModule"/>; nothing is found by reflection. A parameter may be shared (tied weights): it counts once, under its first name.</remarks>
public abstract partial class Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<(string Name, Parameter<T> Parameter)> ownParameters = [];
    private readonly List<(string Name, Buffer<T> Buffer)> ownBuffers = [];
    private readonly List<(string Name, Module<T> Module)> children = [];
    private Module<T>? parent;

    /// <summary>The parameters of this module and all below it, each once: own ones first, then child by child, in the order of registration.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => Collect().Parameters;

    /// <summary>The parameters with their names as seen from this module: <c>blocks.0.attention.weight</c>. In the order of <see cref="Parameters"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, Parameter<T>>> NamedParameters =>
        Collect().NamedParameters;

    /// <summary>Number of numbers in all parameters; shared ones count once.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Length);

    /// <summary>The buffers of this module and all below it with their names as seen from this module, each once, in the order of registration.</summary>
    public IReadOnlyList<KeyValuePair<string, Buffer<T>>> NamedBuffers => Collect().NamedBuffers;

    /// <summary>Number of numbers in all buffers, which <see cref="ParameterCount"/> does not count.</summary>
    public long BufferCount => NamedBuffers.Sum(pair => (long)pair.Value.Length);

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

    /// <summary>Whether the module is in training mode, where dropout drops and buffers follow what the module sees: so at first. See <see cref="Train"/> and <see cref="Evaluate"/>.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>Puts this module and all below it into training mode.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Puts this module and all below it into evaluation mode: the forward computation has no random part and changes no buffer.</summary>
    public void Evaluate() => SetTraining(false);

    /// <summary>Makes a parameter of this module.</summary>
    /// <param name="name">Unique in the module; dots separate the parts of a path.</param>
    /// <param name="initial">Shape and first numbers (copied).</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">The name is not well-formed or taken.</exception>
    protected Parameter<T> AddParameter(string name, Variable<T> initial)
    {
        ThrowIfUnusable(name);
        // An initializer may have given it: who calls the constructor of a layer knows no `initial`.
        return initial is not null
            ? ShareParameter(name, new Parameter<T>(name, initial))
            : throw new ArgumentNullException(
                null,
                $"{TypeName}: the first numbers of parameter '{name}' are null."
            );
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
        NameParts();
        return parameter;
    }

    /// <summary>Makes a buffer of this module: numbers that are saved and loaded with the parameters, and that no optimizer sees. Only a forward pass in
    /// training mode, or a call, should change it.</summary>
    /// <param name="name">Unique in the module; dots separate the parts of a path.</param>
    /// <param name="initial">Shape and first numbers (copied).</param>
    /// <returns>The buffer.</returns>
    /// <exception cref="ArgumentException">The name is not well-formed or taken.</exception>
    protected Buffer<T> AddBuffer(string name, Variable<T> initial)
    {
        ThrowIfUnusable(name);
        var buffer = new Buffer<T>(name, initial);
        ownBuffers.Add((name, buffer));
        NameParts();
        return buffer;
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
        NameParts();
        return module;
    }

    private void SetTraining(bool isTraining)
    {
        foreach (var module in Modules)
        {
            module.IsTraining = isTraining;
        }
    }
}
