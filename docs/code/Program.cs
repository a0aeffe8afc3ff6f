using TinyAutograd.Docs.Code;

// Prints what every snippet of the documentation prints.
foreach (var snippet in Snippet.All)
{
    Console.WriteLine($"--- {snippet}\n{snippet.Run()}\n");
}
