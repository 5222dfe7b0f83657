# Generated from the launch template: node packaging/terraform.mjs --write

variable "home_region" {
  description = "Home region. Control Tower's home region, which has the main stack."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-\\d$", var.home_region))
    error_message = "Enter a region such as eu-west-1."
  }
}

variable "notification_email" {
  description = "Email for failures. Receives an alarm if an event was not forwarded. AWS asks for a confirmation first. Leave empty for no subscriber."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([\\w.!#$%&'*+/=?^{}~-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+)?$", var.notification_email))
    error_message = "Enter one email address, or leave empty."
  }
}
