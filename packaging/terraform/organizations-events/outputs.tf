# Generated from the launch template: node packaging/terraform.mjs --write

output "version" {
  description = "Version of this template."
  value       = lookup(aws_cloudformation_stack.this.outputs, "Version", null)
}
