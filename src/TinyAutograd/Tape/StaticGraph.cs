using System.Numerics;

namespace TinyAutograd;

/// <summary>A function of parameters that is traced once and computed again and again, with the numbers that they have by then: a run allocates
/// nothing, and calls nothing but the ops.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>Parameters are its inputs: a <see cref="Parameter{T}"/> made for the purpose takes an input's numbers (<see cref="Parameter{T}.Assign"/>), those of a
/// model may be trained between two runs. All else stays as it was when the function was traced: constants, buffers, masks, indices, what was drawn at random, and
/// which way the program around the ops took.</para>
/// <para>Tracing calls the function once and computes nothing. So what decides by numbers (<c>Item</c>, comparisons, sorting) throws: a graph
/// is never silently that of other numbers. Gradients belong to a <see cref="Tape{T}"/>.</para>
/// <para>In each run ops see the same variables, with the numbers of that run; as ever, an op keeps nothing. Memory is the graph's own. Results that are no longer read make room for later ones. Not safe for several threads at once.</para>
/// </remarks>
public sealed class StaticGraph<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Step[] steps;
    private readonly Variable<T> result;
    private readonly List<Variable<T>> ofParameters = [];

    /// <summary>Traces a function; nothing is computed yet.</summary>
    /// <param name="computation">Calls ops on parameters and constants, and gives their result.</param>
    /// <exception cref="ArgumentException">The function gave null; inputs of an op do not fit.</exception>
    /// <exception cref="InvalidOperationException">The function read numbers that a parameter decides, opened a tape, updated a parameter, or traced
    /// another graph.</exception>
    public StaticGraph(Func<Variable<T>> computation)
    {
        ArgumentNullException.ThrowIfNull(computation);
        var (calls, traced) = GraphTrace<T>.Of(computation);
        steps = Build(calls);
        result = Read(traced);
        Result = new Parameter<T>("result", result.Shape);
    }

    /// <summary>What the latest run gave; zeros before the first. A parameter, so that another graph may read it.</summary>
    public Parameter<T> Result { get; }

    /// <summary>Number of ops that a run computes.</summary>
    public int OpCount => steps.Length;

    /// <summary>Computes the result from the present numbers of the parameters.</summary>
    /// <returns>The numbers of <see cref="Result"/>, row-major. Valid until the next run.</returns>
    /// <remarks>The bits are those of the function itself, computed now.</remarks>
    public ReadOnlySpan<T> Run()
    {
        foreach (var variable in ofParameters)
        {
            variable.Renew();
        }
        var observer = Recorder<T>.Current.Observer;
        foreach (var (op, inputs, output) in steps)
        {
            var begin = observer?.Begin() ?? 0;
            if (!op.SharesMemory)
            {
                op.Forward(inputs, output.Block.Span(output.Length), saved: default);
            }
            observer?.Computed(op, inputs, output, begin);
        }
        Result.Assign(result.AsSpan());
        return Result.Numbers;
    }

    /// <summary>The number of ops and the shape of the result.</summary>
    public override string ToString() => $"StaticGraph of {OpCount} ops → {Result.Shape}";

    // The result's own call is the last one: nothing takes its memory.
    private Step[] Build(GraphTrace<T>.Call[] calls)
    {
        for (var i = 0; i < calls.Length; i++)
        {
            foreach (var owner in Owners(calls[i].Inputs))
            {
                owner.LastReader = i;
            }
        }
        var free = new List<Block<T>>();
        var built = new Step[calls.Length];
        for (var i = 0; i < calls.Length; i++)
        {
            var (op, shape) = (calls[i].Op, calls[i].Shape);
            var inputs = Array.ConvertAll(calls[i].Inputs, Read);
            var block = op.SharesMemory ? inputs[0].Block : Take(free, shape.ElementCount);
            var output = Over(block, shape, op.Name);
            calls[i].Output = output;
            built[i] = new Step(op, inputs, output);
            var step = i;
            free.AddRange(
                Owners(calls[i].Inputs)
                    .Where(owner => owner.LastReader == step)
                    .Select(owner => owner.Output!.Block)
            );
        }
        return built;
    }

    private static IEnumerable<GraphTrace<T>.Call> Owners(params Variable<T>[] variables) =>
        variables
            .Select(variable => GraphTrace<T>.Call.Of(variable)?.Owner)
            .OfType<GraphTrace<T>.Call>()
            .Distinct();

    // What a run reads instead of a variable of the trace.
    private Variable<T> Read(Variable<T> traced) =>
        traced.Block.Owner switch
        {
            Placeholder<T> { Source: GraphTrace<T>.Call call } => call.Output!,
            Placeholder<T> { Source: Parameter<T> parameter } => Over(
                parameter.Block,
                traced.Shape,
                traced.Origin
            ),
            Parameter<T> => Over(traced.Block, traced.Shape, traced.Origin),
            _ => traced,
        };

    // Of what is free the smallest that fits.
    private Block<T> Take(List<Block<T>> free, int length)
    {
        var best = free.Where(block => block.Capacity >= length).MinBy(block => block.Capacity);
        if (best is null)
        {
            return new Block<T>(Math.Max(length, 1), owner: this);
        }
        free.Remove(best);
        return best;
    }

    private Variable<T> Over(Block<T> block, Shape shape, string origin)
    {
        var variable = new Variable<T>(block, shape, origin);
        if (block.Owner is Parameter<T>)
        {
            ofParameters.Add(variable);
        }
        return variable;
    }

    private readonly record struct Step(Op<T> Op, Variable<T>[] Inputs, Variable<T> Output);
}
