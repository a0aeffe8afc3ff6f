using TinyAutograd.Docs.ApiMarkdown;

// dotnet run --project docs/api-markdown [folder]: the API of both packages as Markdown pages.
var folder = args is [var named] ? named : Path.Combine("artifacts", "docs", "api");
var api = Api.Load(
    Path.Combine(AppContext.BaseDirectory, "TinyAutograd.dll"),
    Path.Combine(AppContext.BaseDirectory, "TinyAutograd.Transformer.dll")
);
var reference = ApiReference.Of(api);
reference.WriteTo(folder);
foreach (var problem in reference.Problems)
{
    Console.Error.WriteLine(problem);
}
Console.WriteLine(
    $"{reference.Pages.Count} pages, {reference.MemberCount} members: {Path.GetFullPath(Path.Combine(folder, ApiReference.Start))}"
);
return reference.Problems.Count == 0 ? 0 : 1;
