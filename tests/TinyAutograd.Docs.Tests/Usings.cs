global using TinyAutograd.Docs.Code;
global using Xunit;
