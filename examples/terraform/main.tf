# Control Tower Lifecycle in an organization whose home region is eu-west-1. The files of a release are in the folder
# release (gh release download). The module uploads them to a bucket of yours.

terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

# Credentials of the management account.
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "organizations_events"
  region = "us-east-1"
}

module "control_tower_lifecycle" {
  source = "../../packaging/terraform"

  release_folder  = "release"
  artifact_bucket = "example-lifecycle-eu-west-1"
  artifact_prefix = "control-tower-lifecycle/"

  # A secret, not the key itself, which the state of Terraform would contain.
  workload_security_secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:trend/workload-security-a1B2c3"
  workload_security_endpoint   = "workload.de-1.cloudone.trendmicro.com"
  notification_email           = "cloud-team@example.com"
  log_retention_days           = 90
}

# Not needed if the home region is us-east-1.
module "organizations_events" {
  source    = "../../packaging/terraform/organizations-events"
  providers = { aws = aws.organizations_events }

  release_folder     = "release"
  home_region        = "eu-west-1"
  notification_email = "cloud-team@example.com"
}

output "dashboard_url" {
  value = module.control_tower_lifecycle.dashboard_url
}
