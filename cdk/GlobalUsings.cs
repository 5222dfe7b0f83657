// CloudFormation's pseudo parameters. The CDK calls this class Aws, which is also a namespace of the library.
global using PseudoParameter = Amazon.CDK.Aws;
