namespace TinyAutograd;

/// <content>What belongs to a module and to those below it, under which names.</content>
public abstract partial class Module<T>
{
    private Collection? cache;

    // All of this module and those below it, each once.
    private sealed record Collection(
        int Size,
        KeyValuePair<string, Parameter<T>>[] NamedParameters,
        Parameter<T>[] Parameters,
        KeyValuePair<string, Buffer<T>>[] NamedBuffers
    );

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
            .Concat(ownBuffers.Select(own => own.Name))
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

    // Parameters and buffers are called by their path from the outermost module.
    private void NameParts()
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
        foreach (var (name, buffer) in root.NamedBuffers)
        {
            buffer.Name = name;
        }
    }

    private Collection Collect()
    {
        // Parts are only ever added, so the number of parts tells whether a collection is up to date.
        var size = Size();
        if (cache is null || cache.Size != size)
        {
            var parameters = Named(static module => module.ownParameters);
            cache = new Collection(
                size,
                parameters,
                [.. parameters.Select(pair => pair.Value)],
                Named(static module => module.ownBuffers)
            );
        }
        return cache;
    }

    private int Size()
    {
        var size = ownParameters.Count + ownBuffers.Count + children.Count;
        foreach (var (_, module) in children)
        {
            size += module.Size();
        }
        return size;
    }

    private KeyValuePair<string, TPart>[] Named<TPart>(
        Func<Module<T>, List<(string Name, TPart Part)>> ownOf
    )
        where TPart : class
    {
        var named = new List<KeyValuePair<string, TPart>>();
        Visit("", ownOf, new HashSet<TPart>(ReferenceEqualityComparer.Instance), named);
        return [.. named];
    }

    private void Visit<TPart>(
        string prefix,
        Func<Module<T>, List<(string Name, TPart Part)>> ownOf,
        HashSet<TPart> seen,
        List<KeyValuePair<string, TPart>> named
    )
        where TPart : class
    {
        foreach (var (name, part) in ownOf(this))
        {
            if (seen.Add(part))
            {
                named.Add(KeyValuePair.Create(prefix + name, part));
            }
        }
        foreach (var (name, module) in children)
        {
            module.Visit($"{prefix}{name}.", ownOf, seen, named);
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
