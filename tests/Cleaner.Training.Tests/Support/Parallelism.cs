// torch's random generator and number of threads belong to the process: tests that compare bits must not share them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
