/** What is worth telling whoever runs the service; each has a stable machine code. */
export type LogCode =
  | 'request_failed'
  | 'store_overloaded'
  | 'rate_limit_not_kept'
  | 'authentication_refused'
  | 'api_key_use_not_noted'
  | 'identity_provider_unreachable'
  | 'record_parked'
  | 'record_failed'
  | 'claim_issued'
  | 'claim_reopened'
  | 'credential_refreshed'
  | 'panel_drawn'
  | 'dispute_settled'
  | 'status_list_published'
  | 'status_list_overdue'
  | 'event_not_published'
  | 'badge_not_counted'
  | 'outcome_not_noted'
  | 'review_requests_not_woken'
  | 'summary_not_kept'
  | 'due_item_failed'
  | 'self_check_failed'
  | 'web_cache_unavailable'

/** Structured facts beside the code: ids, numbers and codes; never tokens, keys, proofs or personal data. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

export interface Log {
  info(code: LogCode, fields?: LogFields): void
  warn(code: LogCode, fields?: LogFields): void
  /** `cause` is logged with its stack. */
  error(code: LogCode, fields?: LogFields, cause?: unknown): void
}
