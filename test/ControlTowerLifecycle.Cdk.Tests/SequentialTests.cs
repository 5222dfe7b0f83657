using Xunit.Sdk;
using Xunit.v3;

// The CDK runs in one Node process behind one pipe, which two threads cannot share.
[assembly: Parallelization(Mode = ParallelMode.None)]
