# Generated from the launch template: node packaging/terraform.mjs --write

locals {
  parameters = merge(
    {
      ArtifactBucket                   = var.artifact_bucket
      ArtifactPrefix                   = var.artifact_prefix
      Architecture                     = var.architecture
      Protections                      = var.protections
      WorkloadSecuritySecretArn        = var.workload_security_secret_arn
      WorkloadSecuritySecretKeyArn     = var.workload_security_secret_key_arn
      WorkloadSecurityEndpoint         = var.workload_security_endpoint
      WorkloadSecurityKeyStyle         = var.workload_security_key_style
      ApiKeyRotationSchedule           = var.api_key_rotation_schedule
      WorkloadSecurityAccountId        = var.workload_security_account_id
      WorkloadSecurityExternalId       = var.workload_security_external_id
      WorkloadSecurityKeepExternalId   = var.workload_security_keep_external_id
      WorkloadSecurityCallsPerMinute   = var.workload_security_calls_per_minute
      WorkspacesEnabled                = var.workspaces_enabled
      ForeignConnectors                = var.foreign_connectors
      CloudAccountsSecretArn           = var.cloud_accounts_secret_arn
      CloudAccountsSecretKeyArn        = var.cloud_accounts_secret_key_arn
      CloudAccountsRegion              = var.cloud_accounts_region
      CloudAccountsBusinessId          = var.cloud_accounts_business_id
      CloudAccountsInstanceId          = var.cloud_accounts_instance_id
      CloudAccountsInstanceRegions     = var.cloud_accounts_instance_regions
      CloudAccountsFeatures            = var.cloud_accounts_features
      CloudAccountsCallsPerMinute      = var.cloud_accounts_calls_per_minute
      CloudAccountsForeign             = var.cloud_accounts_foreign
      CloudAccountsParameterPaths      = var.cloud_accounts_parameter_paths
      CloudAccountsApiUrl              = var.cloud_accounts_api_url
      CloudAccountsOidcHost            = var.cloud_accounts_oidc_host
      CloudAccountsPathPrefix          = var.cloud_accounts_path_prefix
      IncludeOrganizationalUnits       = var.include_organizational_units
      ExcludeOrganizationalUnits       = var.exclude_organizational_units
      ExcludeAccounts                  = var.exclude_accounts
      AccountLeft                      = var.account_left
      DisconnectLimitPercent           = var.disconnect_limit_percent
      ConnectorRoleName                = var.connector_role_name
      ConnectorRolePermissionsBoundary = var.connector_role_permissions_boundary
      ConnectorRoleTags                = var.connector_role_tags
      ExecutionRoleName                = var.execution_role_name
      NotificationEmail                = var.notification_email
      ReconcileSchedule                = var.reconcile_schedule
      MaximumConcurrency               = var.maximum_concurrency
      OperatorRole                     = var.operator_role
      LogRetentionDays                 = tostring(var.log_retention_days)
      OpenSupportCases                 = var.open_support_cases
      SupportCaseServiceCode           = var.support_case_service_code
      SupportCaseCategoryCode          = var.support_case_category_code
      SupportCaseSeverityCode          = var.support_case_severity_code
      SupportCaseSubject               = var.support_case_subject
      SupportCaseBody                  = var.support_case_body
      SupportCaseLanguage              = var.support_case_language
    },
    nonsensitive(var.workload_security_api_key == "") ? {} : { WorkloadSecurityApiKey = var.workload_security_api_key },
    nonsensitive(var.cloud_accounts_api_key == "") ? {} : { CloudAccountsApiKey = var.cloud_accounts_api_key },
  )

  parameter_names = [
    "ArtifactBucket",
    "ArtifactPrefix",
    "Architecture",
    "Protections",
    "WorkloadSecurityApiKey",
    "WorkloadSecuritySecretArn",
    "WorkloadSecuritySecretKeyArn",
    "WorkloadSecurityEndpoint",
    "WorkloadSecurityKeyStyle",
    "ApiKeyRotationSchedule",
    "WorkloadSecurityAccountId",
    "WorkloadSecurityExternalId",
    "WorkloadSecurityKeepExternalId",
    "WorkloadSecurityCallsPerMinute",
    "WorkspacesEnabled",
    "ForeignConnectors",
    "CloudAccountsApiKey",
    "CloudAccountsSecretArn",
    "CloudAccountsSecretKeyArn",
    "CloudAccountsRegion",
    "CloudAccountsBusinessId",
    "CloudAccountsInstanceId",
    "CloudAccountsInstanceRegions",
    "CloudAccountsFeatures",
    "CloudAccountsCallsPerMinute",
    "CloudAccountsForeign",
    "CloudAccountsParameterPaths",
    "CloudAccountsApiUrl",
    "CloudAccountsOidcHost",
    "CloudAccountsPathPrefix",
    "IncludeOrganizationalUnits",
    "ExcludeOrganizationalUnits",
    "ExcludeAccounts",
    "AccountLeft",
    "DisconnectLimitPercent",
    "ConnectorRoleName",
    "ConnectorRolePermissionsBoundary",
    "ConnectorRoleTags",
    "ExecutionRoleName",
    "NotificationEmail",
    "ReconcileSchedule",
    "MaximumConcurrency",
    "OperatorRole",
    "LogRetentionDays",
    "OpenSupportCases",
    "SupportCaseServiceCode",
    "SupportCaseCategoryCode",
    "SupportCaseSeverityCode",
    "SupportCaseSubject",
    "SupportCaseBody",
    "SupportCaseLanguage",
  ]
}
