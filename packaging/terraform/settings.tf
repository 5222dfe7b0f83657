variable "stack_name" {
  description = "Name of the CloudFormation stack."
  type        = string
  default     = "ControlTowerLifecycle"
  nullable    = false
}

variable "release_folder" {
  description = "Folder with the files of a release. The module uploads the template and its package to artifact_bucket. Leave it out if you set template_url."
  type        = string
  default     = null
}

variable "template_url" {
  description = "URL of a published launch template in S3. Its package must be in artifact_bucket, under artifact_prefix. An update needs another URL: publish each release under its own prefix."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the stack. CloudFormation copies them to its resources."
  type        = map(string)
  default     = {}
  nullable    = false
}
