// Where and as whom the template is deployed. The CDK's own name for it, Aws, is taken by the library's clients.
global using Here = Amazon.CDK.Aws;
