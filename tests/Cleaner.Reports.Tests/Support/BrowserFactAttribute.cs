namespace Cleaner.Reports.Tests.Support;

/// <summary>A test that needs a real browser; skipped, with the reason printed, where the machine has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Program is null)
        {
            Skip = "no Chromium or Chrome on PATH; tools/test.sh installs one";
        }
    }
}
