using System.Globalization;
using System.Text.Json;
using MutationRunner;

try
{
    switch (args)
    {
        case [CoverageRun.Command, .. var rest]:
            CoverageRun.Run(Part.Parse(rest), Console.Out);
            return 0;
        case [Worker.Command, .. var rest]:
            Worker.Run(Part.Parse(rest), Console.In);
            return 0;
        case [Worker.AloneCommand, var fault, .. var rest]:
            Worker.RunAlone(Part.Parse(rest), int.Parse(fault, CultureInfo.InvariantCulture));
            return 0;
        default:
            Coordinator.Run(Part.Parse(args), Console.Out);
            return 0;
    }
}
catch (Exception error)
    when (error is InvalidOperationException or InvalidDataException or IOException or JsonException
    )
{
    Console.Error.WriteLine(error.Message);
    return Worker.GivesUp;
}
