using Xunit;
using Xunit.Sdk;

// The CDK runs in one Node process behind one pipe, which two threads cannot share.
[assembly: Parallelization(Mode = ParallelMode.None)]
