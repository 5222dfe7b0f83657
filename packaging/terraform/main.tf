locals {
  uploads = var.release_folder != null

  # The template contains the names of its packages, and a name contains the hash of the content.
  template_file = "${coalesce(var.release_folder, ".")}/control-tower-lifecycle.template.json"
  template      = local.uploads ? jsondecode(file(local.template_file)) : null
  packages      = local.uploads ? toset(regexall("lifecycle-[a-z0-9-]+-[0-9a-f]{16}\\.zip", file(local.template_file))) : toset([])

  # A failed condition shows the values that it names, so it names no template.
  fits = local.uploads ? toset(keys(local.template.Parameters)) == toset(local.parameter_names) : true

  # A stack is updated only if the URL changes, so the key contains the hash of the template.
  template_key = local.uploads ? "${var.artifact_prefix}control-tower-lifecycle-${substr(filesha256(local.template_file), 0, 16)}.template.json" : null
  template_url = local.uploads ? "https://${data.aws_s3_bucket.artifacts[0].bucket_regional_domain_name}/${local.template_key}" : var.template_url
}

data "aws_s3_bucket" "artifacts" {
  count  = local.uploads ? 1 : 0
  bucket = var.artifact_bucket
}

resource "aws_s3_object" "package" {
  for_each    = local.packages
  bucket      = var.artifact_bucket
  key         = "${var.artifact_prefix}${each.value}"
  source      = "${var.release_folder}/${each.value}"
  source_hash = filesha256("${var.release_folder}/${each.value}")

  lifecycle {
    # The rollback of a failed update needs the package of the previous release.
    create_before_destroy = true

    precondition {
      condition     = strcontains(each.value, substr(filesha256("${var.release_folder}/${each.value}"), 0, 16))
      error_message = "The package in release_folder is damaged: its hash is not the one in its name."
    }
  }
}

resource "aws_s3_object" "template" {
  count        = local.uploads ? 1 : 0
  bucket       = var.artifact_bucket
  key          = local.template_key
  source       = local.template_file
  source_hash  = filesha256(local.template_file)
  content_type = "application/json"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudformation_stack" "this" {
  name         = var.stack_name
  template_url = local.template_url
  parameters   = local.parameters
  capabilities = ["CAPABILITY_IAM"]
  on_failure   = "DELETE"
  tags         = var.tags

  depends_on = [aws_s3_object.package, aws_s3_object.template]

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
