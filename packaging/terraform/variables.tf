# Generated from the launch template: node packaging/terraform.mjs --write

variable "artifact_bucket" {
  description = "Package bucket. Name of the S3 bucket in this region that contains the package."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(.{3,63}$)", var.artifact_bucket))
    error_message = "Enter the bucket's name only: 3 to 63 lowercase letters, digits, hyphens and dots; no s3://, path or ARN."
  }

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$", var.artifact_bucket))
    error_message = "Enter the bucket's name only: 3 to 63 lowercase letters, digits, hyphens and dots; no s3://, path or ARN."
  }

  validation {
    condition     = !can(regex("^(\\d+(\\.\\d+){3}$)", var.artifact_bucket))
    error_message = "Enter the bucket's name only: 3 to 63 lowercase letters, digits, hyphens and dots; no s3://, path or ARN."
  }
}

variable "artifact_prefix" {
  description = "Package folder. Prefix of the package's object key, ending in '/'. Leave empty if the package is at the top of the bucket."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([\\w!.*'()-]+/)*$", var.artifact_prefix))
    error_message = "Enter a prefix such as control-tower-lifecycle/, ending in '/' and not starting with one, or leave empty."
  }
}

variable "architecture" {
  description = "Processor architecture. Processors that the functions run on. arm64 (Graviton) costs less in most regions."
  type        = string
  default     = "x86_64"
  nullable    = false

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "Choose one of: x86_64, arm64."
  }
}

variable "protections" {
  description = "Protections. workload-security: a connector of Trend Server & Workload Protection. cloud-accounts: a connection to Trend Vision One Cloud Accounts. The parameters of a protection that is not chosen are ignored."
  type        = string
  default     = "workload-security"
  nullable    = false

  validation {
    condition     = contains(["workload-security", "cloud-accounts", "workload-security,cloud-accounts"], var.protections)
    error_message = "Choose one of: workload-security, cloud-accounts, workload-security,cloud-accounts."
  }
}

variable "workload_security_api_key" {
  description = "API key. API key that may change AWS connectors. The stack stores it in Secrets Manager. Leave empty if you use an existing secret."
  type        = string
  default     = ""
  nullable    = false
  sensitive   = true

  validation {
    condition     = can(regex("^[!-~]*$", var.workload_security_api_key))
    error_message = "Enter the key only: no space, line break, quotation mark or ARN."
  }

  validation {
    condition     = !can(regex("^(arn:|[\"'])", var.workload_security_api_key))
    error_message = "Enter the key only: no space, line break, quotation mark or ARN."
  }
}

variable "workload_security_secret_arn" {
  description = "Existing secret (instead of the API key). ARN of a secret in this region that contains the bare API key, or {\"ApiKey\": \"...\"}."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.workload_security_secret_arn) <= 300
    error_message = "Enter the full ARN of the secret, with the six characters at its end, or leave empty. At most 300 characters."
  }

  validation {
    condition     = can(regex("^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[\\w/+=.@-]+-[A-Za-z0-9]{6})?$", var.workload_security_secret_arn))
    error_message = "Enter the full ARN of the secret, with the six characters at its end, or leave empty. At most 300 characters."
  }
}

variable "workload_security_secret_key_arn" {
  description = "KMS key of the existing secret. ARN of the KMS key that encrypts the existing secret. Leave empty if it is the AWS managed key."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[a-z0-9-]+)?$", var.workload_security_secret_key_arn))
    error_message = "Enter the full ARN of a KMS key (not of an alias), or leave empty."
  }
}

variable "workload_security_endpoint" {
  description = "API host. Host name or https URL of the tenant's region, or of your own manager."
  type        = string
  default     = "workload.us-1.cloudone.trendmicro.com"
  nullable    = false

  validation {
    condition     = length(var.workload_security_endpoint) <= 200
    error_message = "Enter a host name such as workload.us-1.cloudone.trendmicro.com, or an https URL. At most 200 characters."
  }

  validation {
    condition     = can(regex("^(https://)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?(/[\\w./-]*)?$", var.workload_security_endpoint))
    error_message = "Enter a host name such as workload.us-1.cloudone.trendmicro.com, or an https URL. At most 200 characters."
  }
}

variable "workload_security_key_style" {
  description = "API key style. HTTP header for the API key. auto detects it."
  type        = string
  default     = "auto"
  nullable    = false

  validation {
    condition     = contains(["auto", "api-key", "legacy"], var.workload_security_key_style)
    error_message = "Choose one of: auto, api-key, legacy."
  }
}

variable "api_key_rotation_schedule" {
  description = "Rotation of the API key. How often Secrets Manager replaces the key. The key must be one of the console of Server & Workload Protection, its role must be allowed to manage API keys, and only this stack may use it: rotations delete older keys."
  type        = string
  default     = "off"
  nullable    = false

  validation {
    condition     = contains(["off", "rate(30 days)", "rate(60 days)", "rate(90 days)"], var.api_key_rotation_schedule)
    error_message = "Choose one of: off, rate(30 days), rate(60 days), rate(90 days)."
  }
}

variable "workload_security_account_id" {
  description = "Vendor's AWS account. AWS account that assumes the connector role. The default is the account of every SaaS region."
  type        = string
  default     = "147995105371"
  nullable    = false

  validation {
    condition     = can(regex("^\\d{12}$", var.workload_security_account_id))
    error_message = "Enter 12 digits."
  }
}

variable "workload_security_external_id" {
  description = "External ID. Overrides the external ID that the functions read from the tenant. Usually empty."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.workload_security_external_id) <= 190
    error_message = "Enter an external ID (letters, digits and any of +=,.@:/_-, no ARN or URL), or leave empty. At most 190 characters."
  }

  validation {
    condition     = can(regex("^([A-Za-z0-9+=,.@:/_-]{2,190})?$", var.workload_security_external_id))
    error_message = "Enter an external ID (letters, digits and any of +=,.@:/_-, no ARN or URL), or leave empty. At most 190 characters."
  }

  validation {
    condition     = !can(regex("^(arn:|https?:)", var.workload_security_external_id))
    error_message = "Enter an external ID (letters, digits and any of +=,.@:/_-, no ARN or URL), or leave empty. At most 190 characters."
  }
}

variable "workload_security_keep_external_id" {
  description = "Keep the external ID in the secret. true lets walks write the tenant's external ID beside the key, so that its retrieval can be switched off at the vendor. A secret that contains the bare key becomes JSON."
  type        = string
  default     = "false"
  nullable    = false

  validation {
    condition     = contains(["false", "true"], var.workload_security_keep_external_id)
    error_message = "Choose one of: false, true."
  }
}

variable "workload_security_calls_per_minute" {
  description = "API calls per minute. Budget of all invocations together; at least 20 for each of MaximumConcurrency + 1 processes."
  type        = string
  default     = "400"
  nullable    = false

  validation {
    condition     = length(var.workload_security_calls_per_minute) <= 6
    error_message = "Enter a whole number from 60 to 100000."
  }

  validation {
    condition     = can(regex("^([6-9]\\d|[1-9]\\d{2,4}|100000)$", var.workload_security_calls_per_minute))
    error_message = "Enter a whole number from 60 to 100000."
  }
}

variable "workspaces_enabled" {
  description = "Include Amazon WorkSpaces. true switches it on for every connector; false leaves connectors as they are."
  type        = string
  default     = "false"
  nullable    = false

  validation {
    condition     = contains(["false", "true"], var.workspaces_enabled)
    error_message = "Choose one of: false, true."
  }
}

variable "foreign_connectors" {
  description = "Connectors of other owners. keep: an account that another connector protects, for example one of Cloud Accounts, stays as it is. take-over: that connector is changed to the connector role."
  type        = string
  default     = "keep"
  nullable    = false

  validation {
    condition     = contains(["keep", "take-over"], var.foreign_connectors)
    error_message = "Choose one of: keep, take-over."
  }
}

variable "cloud_accounts_api_key" {
  description = "API key. API key of Trend Vision One that may view, add, edit and delete Cloud Accounts. The stack stores it in Secrets Manager. Leave empty if you use an existing secret."
  type        = string
  default     = ""
  nullable    = false
  sensitive   = true

  validation {
    condition     = can(regex("^[!-~]*$", var.cloud_accounts_api_key))
    error_message = "Enter the key only: no space, line break, quotation mark or ARN."
  }

  validation {
    condition     = !can(regex("^(arn:|[\"'])", var.cloud_accounts_api_key))
    error_message = "Enter the key only: no space, line break, quotation mark or ARN."
  }
}

variable "cloud_accounts_secret_arn" {
  description = "Existing secret (instead of the API key). ARN of a secret in this region that contains the bare API key, or {\"ApiKey\": \"...\"}."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.cloud_accounts_secret_arn) <= 220
    error_message = "Enter the full ARN of the secret, with the six characters at its end, or leave empty. At most 220 characters."
  }

  validation {
    condition     = can(regex("^(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[\\w/+=.@-]+-[A-Za-z0-9]{6})?$", var.cloud_accounts_secret_arn))
    error_message = "Enter the full ARN of the secret, with the six characters at its end, or leave empty. At most 220 characters."
  }
}

variable "cloud_accounts_secret_key_arn" {
  description = "KMS key of the existing secret. ARN of the KMS key that encrypts the existing secret. Leave empty if it is the AWS managed key."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[a-z0-9-]+)?$", var.cloud_accounts_secret_key_arn))
    error_message = "Enter the full ARN of a KMS key (not of an alias), or leave empty."
  }
}

variable "cloud_accounts_region" {
  description = "Region of Trend Vision One. Region of the Trend Vision One console, which is not an AWS region. Required with cloud-accounts."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = contains(["", "us", "jp", "eu", "au", "sg", "in", "mea", "uk", "ca", "za", "id", "br", "us-gov"], var.cloud_accounts_region)
    error_message = "Choose one of: , us, jp, eu, au, sg, in, mea, uk, ca, za, id, br, us-gov."
  }
}

variable "cloud_accounts_business_id" {
  description = "Business ID. Business ID of the Trend Vision One console (license information). Required with cloud-accounts."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.cloud_accounts_business_id) <= 64
    error_message = "Enter the business ID: letters, digits and hyphens. At most 64 characters."
  }

  validation {
    condition     = can(regex("^[A-Za-z0-9-]*$", var.cloud_accounts_business_id))
    error_message = "Enter the business ID: letters, digits and hyphens. At most 64 characters."
  }
}

variable "cloud_accounts_instance_id" {
  description = "Server & Workload Protection instance. ID of the product instance that receives new accounts. Required by the vendor if the tenant has one."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.cloud_accounts_instance_id) <= 36
    error_message = "Enter an ID such as 0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11, or leave empty. At most 36 characters."
  }

  validation {
    condition     = can(regex("^([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})?$", var.cloud_accounts_instance_id))
    error_message = "Enter an ID such as 0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11, or leave empty. At most 36 characters."
  }
}

variable "cloud_accounts_instance_regions" {
  description = "AWS regions of the instance. Comma-separated AWS regions that the instance watches. Leave empty for the vendor's choice."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.cloud_accounts_instance_regions) <= 100
    error_message = "Enter AWS regions such as eu-west-1, separated by commas, or leave empty. At most 100 characters."
  }

  validation {
    condition     = can(regex("^((us-gov|us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+-\\d(, *(us-gov|us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+-\\d)*)?$", var.cloud_accounts_instance_regions))
    error_message = "Enter AWS regions such as eu-west-1, separated by commas, or leave empty. At most 100 characters."
  }
}

variable "cloud_accounts_features" {
  description = "Features. Comma-separated IDs of features that new accounts get, optionally with AWS regions: some-feature:eu-west-1+eu-central-1."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.cloud_accounts_features) <= 120
    error_message = "Enter IDs of features, separated by commas, or leave empty. At most 120 characters."
  }

  validation {
    condition     = can(regex("^([\\w-]{1,128}(:(us-gov|us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+-\\d(\\+(us-gov|us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+-\\d)*)?(, *[\\w-]{1,128}(:(us-gov|us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+-\\d(\\+(us-gov|us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+-\\d)*)?)*)?$", var.cloud_accounts_features))
    error_message = "Enter IDs of features, separated by commas, or leave empty. At most 120 characters."
  }
}

variable "cloud_accounts_calls_per_minute" {
  description = "API calls per minute. Budget of all invocations together; at least 30 for each of MaximumConcurrency + 1 processes."
  type        = string
  default     = "300"
  nullable    = false

  validation {
    condition     = length(var.cloud_accounts_calls_per_minute) <= 6
    error_message = "Enter a whole number from 90 to 100000."
  }

  validation {
    condition     = can(regex("^(9\\d|[1-9]\\d{2,4}|100000)$", var.cloud_accounts_calls_per_minute))
    error_message = "Enter a whole number from 90 to 100000."
  }
}

variable "cloud_accounts_foreign" {
  description = "Accounts that another owner connected. keep: an account that the vendor's stack, its organization connection or Terraform connected stays as it is. take-over: it is moved to the role of this stack."
  type        = string
  default     = "keep"
  nullable    = false

  validation {
    condition     = contains(["keep", "take-over"], var.cloud_accounts_foreign)
    error_message = "Choose one of: keep, take-over."
  }
}

variable "cloud_accounts_parameter_paths" {
  description = "Systems Manager parameters of the vendor. Comma-separated paths. The vendor is denied every other parameter, and may then report accounts as outdated. Leave empty for what the vendor's policies allow: every parameter."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.cloud_accounts_parameter_paths) <= 100
    error_message = "Enter paths such as /trendmicro, separated by commas, or leave empty. At most 100 characters."
  }

  validation {
    condition     = can(regex("^(/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?(, */?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?)*)?$", var.cloud_accounts_parameter_paths))
    error_message = "Enter paths such as /trendmicro, separated by commas, or leave empty. At most 100 characters."
  }
}

variable "cloud_accounts_api_url" {
  description = "API address. Overrides the address that follows from the region. Usually empty."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.cloud_accounts_api_url) <= 64
    error_message = "Enter an https URL without a path, or leave empty. At most 64 characters."
  }

  validation {
    condition     = can(regex("^(https://[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+(:\\d{1,5})?/?)?$", var.cloud_accounts_api_url))
    error_message = "Enter an https URL without a path, or leave empty. At most 64 characters."
  }
}

variable "cloud_accounts_oidc_host" {
  description = "Host of the OIDC provider. Overrides the host that follows from the region. Usually empty."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.cloud_accounts_oidc_host) <= 64
    error_message = "Enter a host name without https://, or leave empty. At most 64 characters."
  }

  validation {
    condition     = can(regex("^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+)?$", var.cloud_accounts_oidc_host))
    error_message = "Enter a host name without https://, or leave empty. At most 64 characters."
  }
}

variable "cloud_accounts_path_prefix" {
  description = "Path of the API. The vendor also has beta versions of the API."
  type        = string
  default     = "/v3.0/cam"
  nullable    = false

  validation {
    condition     = contains(["/v3.0/cam", "/beta/cam", "/beta/xdr/cam"], var.cloud_accounts_path_prefix)
    error_message = "Choose one of: /v3.0/cam, /beta/cam, /beta/xdr/cam."
  }
}

variable "include_organizational_units" {
  description = "Included organizational units. Comma-separated ids. Nested units are included. Leave empty for all accounts."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.include_organizational_units) <= 430
    error_message = "Enter ids such as ou-ab12-c3d4e5f6, separated by commas, or leave empty. At most 430 characters."
  }

  validation {
    condition     = can(regex("^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}(, *ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})*)?$", var.include_organizational_units))
    error_message = "Enter ids such as ou-ab12-c3d4e5f6, separated by commas, or leave empty. At most 430 characters."
  }
}

variable "exclude_organizational_units" {
  description = "Excluded organizational units. Comma-separated ids. Nested units are excluded too. Exclusion has priority over inclusion."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.exclude_organizational_units) <= 430
    error_message = "Enter ids such as ou-ab12-c3d4e5f6, separated by commas, or leave empty. At most 430 characters."
  }

  validation {
    condition     = can(regex("^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}(, *ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})*)?$", var.exclude_organizational_units))
    error_message = "Enter ids such as ou-ab12-c3d4e5f6, separated by commas, or leave empty. At most 430 characters."
  }
}

variable "exclude_accounts" {
  description = "Excluded accounts. Comma-separated account ids."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.exclude_accounts) <= 520
    error_message = "Enter ids of 12 digits, separated by commas, or leave empty. At most 520 characters."
  }

  validation {
    condition     = can(regex("^(\\d{12}(, *\\d{12})*)?$", var.exclude_accounts))
    error_message = "Enter ids of 12 digits, separated by commas, or leave empty. At most 520 characters."
  }
}

variable "account_left" {
  description = "Accounts that left. keep: protection stays as it is. disconnect: the connector and the role that this stack created are removed, also in accounts that Control Tower does not govern."
  type        = string
  default     = "keep"
  nullable    = false

  validation {
    condition     = contains(["keep", "disconnect"], var.account_left)
    error_message = "Choose one of: keep, disconnect."
  }
}

variable "disconnect_limit_percent" {
  description = "Disconnects without confirmation. Percent of the governed accounts. A reconcile that would disconnect more than this, and more than three accounts, disconnects none and fails until an operator confirms the number."
  type        = string
  default     = "5"
  nullable    = false

  validation {
    condition     = length(var.disconnect_limit_percent) <= 3
    error_message = "Enter a whole number from 0 to 100."
  }

  validation {
    condition     = can(regex("^(\\d|[1-9]\\d|100)$", var.disconnect_limit_percent))
    error_message = "Enter a whole number from 0 to 100."
  }
}

variable "connector_role_name" {
  description = "Connector role. Name of the cross-account role that is created in every account."
  type        = string
  default     = "CloudOneWorkloadConnectorRole"
  nullable    = false

  validation {
    condition     = length(var.connector_role_name) <= 64
    error_message = "Enter a role name: letters, digits and any of +=,.@_-. Roles of AWS and Control Tower are refused, because the vendor assumes this role. At most 64 characters."
  }

  validation {
    condition     = can(regex("^[\\w+=,.@-]+$", var.connector_role_name))
    error_message = "Enter a role name: letters, digits and any of +=,.@_-. Roles of AWS and Control Tower are refused, because the vendor assumes this role. At most 64 characters."
  }

  validation {
    condition     = !can(regex("^((?i:OrganizationAccountAccessRole$|AWSControlTower|aws-controltower-|AWSServiceRole|AWSReservedSSO_))", var.connector_role_name))
    error_message = "Enter a role name: letters, digits and any of +=,.@_-. Roles of AWS and Control Tower are refused, because the vendor assumes this role. At most 64 characters."
  }
}

variable "connector_role_permissions_boundary" {
  description = "Permissions boundary of the connector role. Name of a managed policy that exists in every account, or an ARN. Leave empty for no boundary."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.connector_role_permissions_boundary) <= 160
    error_message = "Enter the name or the ARN of a managed policy, or leave empty. At most 160 characters."
  }

  validation {
    condition     = can(regex("^((arn:aws[a-z-]*:iam::(\\d{12}|aws):policy/)?[\\w+=,.@/-]+)?$", var.connector_role_permissions_boundary))
    error_message = "Enter the name or the ARN of a managed policy, or leave empty. At most 160 characters."
  }
}

variable "connector_role_tags" {
  description = "Tags of the connector role. Pairs such as CostCenter=42, separated by commas."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.connector_role_tags) <= 150
    error_message = "Enter pairs such as CostCenter=42, separated by commas, or leave empty. At most 150 characters."
  }

  validation {
    condition     = can(regex("^([\\w .:/+@-]+=[\\w .:/+@-]*(, *[\\w .:/+@-]+=[\\w .:/+@-]*)*)?$", var.connector_role_tags))
    error_message = "Enter pairs such as CostCenter=42, separated by commas, or leave empty. At most 150 characters."
  }
}

variable "execution_role_name" {
  description = "Execution role. Name of the role that the functions assume in member accounts. Control Tower creates it."
  type        = string
  default     = "AWSControlTowerExecution"
  nullable    = false

  validation {
    condition     = length(var.execution_role_name) <= 64
    error_message = "Enter a role name: letters, digits and any of +=,.@_-. At most 64 characters."
  }

  validation {
    condition     = can(regex("^[\\w+=,.@-]+$", var.execution_role_name))
    error_message = "Enter a role name: letters, digits and any of +=,.@_-. At most 64 characters."
  }
}

variable "notification_email" {
  description = "Email for failures. Receives failures that need an operator, and alarms. AWS asks for a confirmation first. Leave empty for no subscriber."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^([\\w.!#$%&'*+/=?^{}~-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+)?$", var.notification_email))
    error_message = "Enter one email address, or leave empty."
  }
}

variable "reconcile_schedule" {
  description = "Reconcile schedule. How often every account is checked and repaired. Accounts that lack nothing are not changed."
  type        = string
  default     = "rate(1 day)"
  nullable    = false

  validation {
    condition     = contains(["rate(6 hours)", "rate(12 hours)", "rate(1 day)", "rate(7 days)"], var.reconcile_schedule)
    error_message = "Choose one of: rate(6 hours), rate(12 hours), rate(1 day), rate(7 days)."
  }
}

variable "maximum_concurrency" {
  description = "Concurrent batches. Batches of ten accounts that are processed at the same time. They and one walk share the API calls per minute."
  type        = string
  default     = "5"
  nullable    = false

  validation {
    condition     = length(var.maximum_concurrency) <= 4
    error_message = "Enter a whole number from 2 to 1000."
  }

  validation {
    condition     = can(regex("^([2-9]|[1-9]\\d{1,2}|1000)$", var.maximum_concurrency))
    error_message = "Enter a whole number from 2 to 1000."
  }
}

variable "operator_role" {
  description = "Role of operators. Path and name of the roles that may redrive dead letters and send messages to the work queue, with * for any characters. They also need permissions of their own. The default is every role of IAM Identity Center."
  type        = string
  default     = "aws-reserved/sso.amazonaws.com/*"
  nullable    = false

  validation {
    condition     = can(regex("^[\\w+=,.@*?/-]*[\\w+=,.@-]{3}[\\w+=,.@*?/-]*$", var.operator_role))
    error_message = "Enter a role name with its path, without a leading slash; * and ? are wildcards. * alone is refused."
  }
}

variable "log_retention_days" {
  description = "Log retention in days. Applies to the logs of both functions."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "Choose a value from the list; CloudWatch Logs accepts no other."
  }
}

variable "open_support_cases" {
  description = "Open a support case for each new account. true opens an AWS Support case for each account that Control Tower vends. The management account needs a support plan with the AWS Support API: Business, Enterprise On-Ramp or Enterprise."
  type        = string
  default     = "false"
  nullable    = false

  validation {
    condition     = contains(["false", "true"], var.open_support_cases)
    error_message = "Choose one of: false, true."
  }
}

variable "support_case_service_code" {
  description = "Service code. The service that the case is for."
  type        = string
  default     = "service-ams-operations-service-request"
  nullable    = false

  validation {
    condition     = length(var.support_case_service_code) <= 100
    error_message = "Enter a code of AWS Support: lowercase letters, digits and hyphens. At most 100 characters."
  }

  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.support_case_service_code))
    error_message = "Enter a code of AWS Support: lowercase letters, digits and hyphens. At most 100 characters."
  }
}

variable "support_case_category_code" {
  description = "Category code. The category of the case; each service has its own."
  type        = string
  default     = "onboarding-or-offboarding"
  nullable    = false

  validation {
    condition     = length(var.support_case_category_code) <= 100
    error_message = "Enter a code of AWS Support: lowercase letters, digits and hyphens. At most 100 characters."
  }

  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.support_case_category_code))
    error_message = "Enter a code of AWS Support: lowercase letters, digits and hyphens. At most 100 characters."
  }
}

variable "support_case_severity_code" {
  description = "Severity. How urgent the case is. Some support plans do not have every severity."
  type        = string
  default     = "low"
  nullable    = false

  validation {
    condition     = contains(["low", "normal", "high", "urgent", "critical"], var.support_case_severity_code)
    error_message = "Choose one of: low, normal, high, urgent, critical."
  }
}

variable "support_case_subject" {
  description = "Subject. With {accountId}, and optionally {accountName} after it. A case is recognized by the text up to the account ID."
  type        = string
  default     = "New Account Created via Control Tower - Account ID: {accountId} || Account Name: {accountName}"
  nullable    = false

  validation {
    condition     = length(var.support_case_subject) <= 120
    error_message = "Enter one line with {accountId} once, and {accountName} only after it. At most 120 characters."
  }

  validation {
    condition     = can(regex("^[^{}\\n\\r]*\\{accountId\\}([^{}\\n\\r0-9][^{}\\n\\r]*)?(\\{accountName\\}[^{}\\n\\r]*)?$", var.support_case_subject))
    error_message = "Enter one line with {accountId} once, and {accountName} only after it. At most 120 characters."
  }
}

variable "support_case_body" {
  description = "Text. With {accountId}, and optionally {accountName}."
  type        = string
  default     = "AWS Control Tower created a new account. Please onboard it. Account ID: {accountId}. Account name: {accountName}."
  nullable    = false

  validation {
    condition     = length(var.support_case_body) <= 1500
    error_message = "Enter a text with {accountId}. At most 1500 characters."
  }

  validation {
    condition     = can(regex("^(.|\\n)*\\{accountId\\}(.|\\n)*$", var.support_case_body))
    error_message = "Enter a text with {accountId}. At most 1500 characters."
  }
}

variable "support_case_language" {
  description = "Language. The language of the case."
  type        = string
  default     = "en"
  nullable    = false

  validation {
    condition     = contains(["en", "ja", "ko", "zh"], var.support_case_language)
    error_message = "Choose one of: en, ja, ko, zh."
  }
}
