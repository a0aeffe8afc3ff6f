namespace TinyAutograd.Tests.Hardening;

/// <content>Variables, parameters, tapes and gradients in every state, and functions of them.</content>
internal sealed partial class HostileArguments
{
    private Variable<double> Variable()
    {
        var shape = Shape();
        if (!isTame && Next(30) == 0)
        {
            HasEnded = true;
            using var tape = new Tape<double>();
            return TinyAutograd.Variable.Zeros<double>(shape) + 1.0; // ended with its tape
        }
        if (!isTame && Next(60) == 0)
        {
            HasForeign = true;
            return Kept(new ForeignTape()).Variable;
        }
        var isSmall = isTame || Next(2) == 0;
        return TinyAutograd.Variable.Of<double>(
            Exactly(() => isSmall ? 0.25 * (Next(17) - 8) : Number(), shape),
            shape
        );
    }

    private Parameter<double> Parameter()
    {
        var parameter = new Parameter<double>(
            $"p{Next(2)}",
            TinyAutograd.Variable.Ones<double>(Shape())
        );
        return parameter;
    }

    private Tape<double> Tape()
    {
        if (Next(10) == 0)
        {
            HasForeign = true;
            return Kept(new ForeignTape()).Tape;
        }
        var tape = Closable(new Tape<double>());
        if (tape.IsOpen)
        {
            _ = TinyAutograd.Variable.Ones<double>([2]) * 2.0;
        }
        return tape;
    }

    private Gradients<double> Gradients()
    {
        var tape = Kept(new Tape<double>());
        if (Next(2) == 0)
        {
            var x = Tamely(Variable);
            var found = tape.Gradients(x.Square().Sum(), of: [x]);
            MayClose(tape);
            return found;
        }
        Parameter<double>[] parameters = [Parameter(), Parameter()];
        var loss = parameters[0].Value.Sum() * parameters[1].Value.Square().Sum();
        var gradients = tape.Gradients(loss, of: parameters);
        MayClose(tape);
        return gradients;
    }

    /// <summary>Kept, and sometimes closed at once.</summary>
    public T Closable<T>(T resource)
        where T : IDisposable
    {
        Kept(resource);
        MayClose(resource);
        return resource;
    }

    private void MayClose(IDisposable resource)
    {
        if (Next(4) == 0)
        {
            HasEnded = true;
            resource.Dispose();
        }
    }

    private bool IsNullNow()
    {
        var isNull = !isTame && Next(6) == 0;
        HasNull |= isNull;
        return isNull;
    }

    // A function of the caller: right, wrong, null, throwing.
    private Func<IReadOnlyList<Variable<double>>, Variable<double>> Result()
    {
        var kind = isTame ? 4 + Next(2) : Next(6);
        HasNull |= kind == 0;
        return kind switch
        {
            0 => x => null!,
            1 => x => throw CallersOwn(),
            2 => x => TinyAutograd.Variable.Of(1.0), // does not depend on x
            3 => x => x.Count > 0 ? x[0] : throw CallersOwn(),
            4 => x => x.Count > 0 ? x[0].Sum() : TinyAutograd.Variable.Of(1.0),
            _ => x => x.Count > 0 ? x[0].Square() : TinyAutograd.Variable.Of(1.0),
        };
    }
}
