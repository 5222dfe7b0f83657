using Xunit;

// The CDK runs in one Node process behind one pipe, which two threads would mix up.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
