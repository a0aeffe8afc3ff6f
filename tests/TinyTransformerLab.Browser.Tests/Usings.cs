global using Microsoft.Playwright;
global using TinyAutograd;
global using TinyAutograd.Transformer;
global using Xunit;
