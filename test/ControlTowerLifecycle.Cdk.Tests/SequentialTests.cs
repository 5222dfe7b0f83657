using Xunit;

// The CDK runs in one Node process behind one pipe, which two threads cannot share.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
