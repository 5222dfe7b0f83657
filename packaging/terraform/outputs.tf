# Generated from the launch template: node packaging/terraform.mjs --write

output "lifecycle_function" {
  description = "Invoke it with {\"accountId\": \"111122223333\"} to run one account again."
  value       = lookup(aws_cloudformation_stack.this.outputs, "LifecycleFunction", null)
}

output "backfill_function" {
  description = "Invoke it with {\"reconcile\": \"all\"} to check all accounts now."
  value       = lookup(aws_cloudformation_stack.this.outputs, "BackfillFunction", null)
}

output "work_queue" {
  description = "Accounts to process. Dead letters are redriven to this queue."
  value       = lookup(aws_cloudformation_stack.this.outputs, "WorkQueue", null)
}

output "dead_letters" {
  description = "Messages that failed permanently."
  value       = lookup(aws_cloudformation_stack.this.outputs, "DeadLetters", null)
}

output "notification_topic" {
  description = "Subscribe everyone who should receive failure alerts."
  value       = lookup(aws_cloudformation_stack.this.outputs, "NotificationTopic", null)
}

output "dashboard" {
  description = "Name of the dashboard: protection of all accounts, failures, queues."
  value       = lookup(aws_cloudformation_stack.this.outputs, "Dashboard", null)
}

output "dashboard_url" {
  description = "Address of the dashboard in the console."
  value       = lookup(aws_cloudformation_stack.this.outputs, "DashboardUrl", null)
}

output "api_key_secret" {
  description = "ARN of the secret with the API key. Put a new key here."
  value       = lookup(aws_cloudformation_stack.this.outputs, "ApiKeySecret", null)
}

output "vision_one_secret" {
  description = "ARN of the secret with the API key of Trend Vision One. Put a new key here."
  value       = lookup(aws_cloudformation_stack.this.outputs, "VisionOneSecret", null)
}

output "version" {
  description = "Version of this template."
  value       = lookup(aws_cloudformation_stack.this.outputs, "Version", null)
}
