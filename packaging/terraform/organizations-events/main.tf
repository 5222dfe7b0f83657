# The provider's region must be the one in which Organizations sends its events: us-east-1, us-gov-west-1 or
# cn-northwest-1. If that is Control Tower's home region, this module is not needed.
locals {
  template_file = "${coalesce(var.release_folder, ".")}/control-tower-lifecycle-organizations-events.template.json"
  template      = var.release_folder == null ? null : jsondecode(file(local.template_file))

  # A failed condition shows the values that it names, so it names no template.
  fits = var.release_folder == null ? true : toset(keys(local.template.Parameters)) == toset(local.parameter_names)
}

resource "aws_cloudformation_stack" "this" {
  name          = var.stack_name
  template_url  = var.template_url
  template_body = var.release_folder == null ? null : file(local.template_file)
  parameters    = local.parameters
  capabilities  = ["CAPABILITY_IAM"]
  on_failure    = "DELETE"
  tags          = var.tags

  lifecycle {
    # Its change would replace an imported stack.
    ignore_changes = [on_failure]

    precondition {
      condition     = (var.release_folder == null) != (var.template_url == null)
      error_message = "Set either release_folder or template_url: one of the two, not both."
    }

    precondition {
      condition     = local.fits
      error_message = "The template in release_folder has other parameters than this module. Use both from the same release."
    }
  }
}
