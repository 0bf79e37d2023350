using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Cleaner.Gpu.Tests;

/// <summary>Runs the tests of an assembly in this process and prints those that fail: what `dotnet test` does where there is an SDK.</summary>
internal sealed class ConsoleRun : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly ManualResetEventSlim _done = new();
    private int _passed, _failed, _skipped;

    public ConsoleRun(Assembly assembly)
    {
        using var framework = new XunitTestFramework(this);
        using var executor = framework.GetExecutor(assembly.GetName());
        executor.RunAll(this, new Options(), new Options());
        _done.Wait();
        Console.WriteLine($"{assembly.GetName().Name}: {_passed} passed, {_failed} failed, {_skipped} skipped");
    }

    public int Failures => _failed;

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed:
                Interlocked.Increment(ref _passed);
                break;
            case ITestSkipped skipped:
                Interlocked.Increment(ref _skipped);
                Console.WriteLine($"  skipped {skipped.Test.DisplayName}: {skipped.Reason}");
                break;
            case ITestFailed failed:
                Fail(failed.Test.DisplayName, failed);
                break;
            case IErrorMessage error:
                Fail("an error outside of a test", error);
                break;
            case ITestAssemblyFinished:
                _done.Set();
                break;
        }
        return true;
    }

    private void Fail(string name, IFailureInformation failure)
    {
        Interlocked.Increment(ref _failed);
        Console.WriteLine($"  FAILED {name}: {string.Join(" / ", failure.Messages)}\n{failure.StackTraces.FirstOrDefault()}");
    }

    /// <summary>xunit's own defaults.</summary>
    private sealed class Options : LongLivedMarshalByRefObject, ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object?> _values = [];

        public TValue GetValue<TValue>(string name) => _values.TryGetValue(name, out var value) ? (TValue)value! : default!;

        public void SetValue<TValue>(string name, TValue value) => _values[name] = value;
    }
}
