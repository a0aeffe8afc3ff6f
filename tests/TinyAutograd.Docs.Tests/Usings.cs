global using TinyAutograd.Docs.Code;
global using TinyAutograd.Packages.Tests;
global using Xunit;
