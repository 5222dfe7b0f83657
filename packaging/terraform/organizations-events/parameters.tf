# Generated from the launch template: node packaging/terraform.mjs --write

locals {
  parameters = merge(
    {
      HomeRegion        = var.home_region
      NotificationEmail = var.notification_email
    },
  )

  parameter_names = [
    "HomeRegion",
    "NotificationEmail",
  ]
}
