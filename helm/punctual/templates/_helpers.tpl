{{- define "punctual.name" -}}
{{- if contains "punctual" .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-punctual" .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "punctual.selector" -}}
app.kubernetes.io/name: punctual
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "punctual.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "punctual.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "punctual.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "punctual.name" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "punctual.rulesConfigMap" -}}
{{- .Values.rules.existingConfigMap | default (printf "%s-rules" (include "punctual.name" .)) -}}
{{- end -}}

{{/* Where the rules lie in the container. git-sync swaps the link "current". */}}
{{- define "punctual.rulesFolder" -}}
{{- if eq .Values.rules.from "git" -}}
{{- printf "/rules/current/%s" (.Values.rules.git.folder | trimPrefix "/") | trimSuffix "/" -}}
{{- else -}}
/rules
{{- end -}}
{{- end -}}

{{- define "punctual.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Punctual's own configuration; what is secret comes by environment variables. */}}
{{- define "punctual.config" -}}
punctual:
  rules: {{ include "punctual.rulesFolder" . | quote }}
  {{- with .Values.url }}
  url: {{ . | quote }}
  {{- end }}
  timezone: {{ .Values.timezone | quote }}
  auth:
    mode: {{ .Values.auth.mode | quote }}
  database:
    url: {{ .Values.database.url | quote }}
    username: {{ .Values.database.username | quote }}
  {{- with .Values.slack.channel }}
  slack:
    channel: {{ . | quote }}
  {{- end }}
  report:
    {{- with .Values.report.fiscalYearStarts }}
    fiscal-year-starts: {{ . | quote }}
    {{- end }}
    freeze-after: {{ .Values.report.freezeAfter | quote }}
  alerts:
    max-age: {{ .Values.alerts.maxAge | quote }}
    language: {{ .Values.alerts.language | quote }}
    {{- with .Values.alerts.digest }}
    digest: {{ . | quote }}
    {{- end }}
  {{- with .Values.api.tokens }}
  api:
    tokens:
      {{- toYaml . | nindent 6 }}
  {{- end }}
  {{- with .Values.sources }}
  sources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "punctual.gitSync" -}}
image: {{ printf "%s:%s" .Values.rules.git.image.repository .Values.rules.git.image.tag | quote }}
env:
  - { name: GITSYNC_REPO, value: {{ .Values.rules.git.repository | quote }} }
  - { name: GITSYNC_REF, value: {{ .Values.rules.git.ref | quote }} }
  - { name: GITSYNC_ROOT, value: /rules }
  - { name: GITSYNC_LINK, value: current }
  - { name: GITSYNC_DEPTH, value: "1" }
  - { name: GITSYNC_PERIOD, value: {{ .Values.rules.git.period | quote }} }
  # A repository that is away for a while is no reason to stop: the last checkout stays in force.
  - { name: GITSYNC_MAX_FAILURES, value: "-1" }
  {{- if .Values.rules.git.existingSecret }}
  {{- if eq .Values.rules.git.secretHolds "ssh" }}
  - { name: GITSYNC_SSH_KEY_FILE, value: /etc/git-secret/ssh }
  - { name: GITSYNC_SSH_KNOWN_HOSTS_FILE, value: /etc/git-secret/known_hosts }
  {{- else }}
  - { name: GITSYNC_USERNAME, value: {{ .Values.rules.git.username | quote }} }
  - { name: GITSYNC_PASSWORD_FILE, value: /etc/git-secret/password }
  {{- end }}
  {{- end }}
securityContext:
  {{- include "punctual.containerSecurity" . | nindent 2 }}
  # The image's own user: ssh refuses a user id without a name.
  runAsUser: 65533
  runAsGroup: 65533
resources:
  {{- toYaml .Values.rules.git.resources | nindent 2 }}
volumeMounts:
  - { name: rules, mountPath: /rules }
  - { name: tmp, mountPath: /tmp }
  {{- if .Values.rules.git.existingSecret }}
  - { name: git-secret, mountPath: /etc/git-secret, readOnly: true }
  {{- end }}
{{- end -}}
