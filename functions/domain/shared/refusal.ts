/** Something wrong at one place of a request; `pointer` is a JSON Pointer (RFC 6901) into its body. */
export interface FieldError {
  readonly pointer: string
  readonly detail: string
  /** Which rule of a standard it breaks, and the section that has the rule. */
  readonly code?: string
  readonly spec?: string
}

type Plain<Code extends string> = { readonly code: Code }

/**
 * Every no this service foresees. The codes are part of the HTTP contract; `http/problems.ts` gives each a status
 * and a title. `detail` names what was wrong and what to do, and holds nothing about other communities.
 */
export type Refusal = {
  readonly detail?: string
  readonly errors?: readonly FieldError[]
} & (
  | Plain<'invalid_request'>
  | Plain<'invalid_image'>
  | Plain<'malformed_json'>
  | Plain<'unsupported_media_type'>
  | Plain<'body_too_large'>
  | Plain<'not_found'>
  | Plain<'method_not_allowed'>
  | Plain<'not_acceptable'>
  | Plain<'unauthenticated'>
  | Plain<'forbidden'>
  | Plain<'insufficient_scope'>
  | Plain<'acting_member_mismatch'>
  | Plain<'acting_member_missing'>
  | Plain<'community_not_found'>
  | Plain<'slug_taken'>
  | Plain<'base_url_changed'>
  | Plain<'member_not_found'>
  | Plain<'member_identity_taken'>
  | Plain<'did_method_unsupported'>
  | Plain<'did_unresolvable'>
  | Plain<'challenge_unknown'>
  | Plain<'did_proof_invalid'>
  | Plain<'did_taken'>
  | Plain<'did_limit_reached'>
  | Plain<'did_not_found'>
  | Plain<'api_key_not_found'>
  | Plain<'issuer_key_not_found'>
  | Plain<'issuer_key_compromised'>
  | Plain<'key_compromised_earlier'>
  | Plain<'too_many_keys'>
  | Plain<'challenge_not_found'>
  | Plain<'achievement_not_found'>
  | Plain<'achievement_not_published'>
  | Plain<'achievement_not_claimable'>
  | Plain<'calibration_not_found'>
  | Plain<'calibration_in_use'>
  | Plain<'calibration_not_ready'>
  | Plain<'calibration_author'>
  | Plain<'sample_not_found'>
  | Plain<'too_many_samples'>
  | Plain<'already_licensed'>
  | Plain<'attempt_open'>
  | Plain<'attempts_used_up'>
  | Plain<'attempt_too_soon'>
  | Plain<'samples_used_up'>
  | Plain<'attempt_not_found'>
  | Plain<'attempt_answered'>
  | Plain<'attempt_over'>
  | Plain<'licence_not_found'>
  | Plain<'licence_lost'>
  | Plain<'image_not_found'>
  | Plain<'nothing_to_publish'>
  | Plain<'policy_impossible'>
  | Plain<'claim_not_found'>
  | Plain<'claim_closed'>
  | Plain<'claim_exists'>
  | Plain<'claim_not_withdrawable'>
  | Plain<'evidence_closed'>
  | Plain<'evidence_not_found'>
  | Plain<'learner_required'>
  | Plain<'not_objectable'>
  | Plain<'self_objection'>
  | Plain<'endorser_objection'>
  | Plain<'already_objected'>
  | Plain<'objection_not_found'>
  | Plain<'objection_settled'>
  | Plain<'not_on_panel'>
  | Plain<'already_voted'>
  | Plain<'not_appealable'>
  | Plain<'self_endorsement'>
  | Plain<'collaborator_endorsement'>
  | Plain<'not_eligible'>
  | Plain<'already_endorsed'>
  | Plain<'already_revised'>
  | Plain<'undo_closed'>
  | Plain<'endorsement_not_anonymous'>
  | Plain<'evidence_version_stale'>
  | Plain<'endorsement_credential_invalid'>
  | Plain<'endorsement_not_permanent'>
  | Plain<'endorsement_target_mismatch'>
  | Plain<'endorsement_date_invalid'>
  | Plain<'related_resource_mismatch'>
  | Plain<'issuer_did_not_proven'>
  | Plain<'endorsement_proof_invalid'>
  | Plain<'endorsement_credential_used'>
  | Plain<'endorsement_not_found'>
  | Plain<'review_request_not_found'>
  | Plain<'review_request_closed'>
  | Plain<'too_many_review_requests'>
  | Plain<'ask_budget_spent'>
  | Plain<'reviewers_anonymous'>
  | Plain<'credential_not_found'>
  | Plain<'credential_erased'>
  | Plain<'credential_version_not_found'>
  | Plain<'credential_version_erased'>
  | Plain<'endorsement_erased'>
  | Plain<'already_revoked'>
  | Plain<'already_suspended'>
  | Plain<'not_suspended'>
  | Plain<'award_not_found'>
  | Plain<'status_list_not_found'>
  | Plain<'receipt_not_found'>
  | Plain<'receipt_ended'>
  | Plain<'vc_issuer_not_found'>
  | Plain<'issuer_not_allowed'>
  | Plain<'document_refused'>
  | Plain<'reserved_address'>
  | Plain<'credential_exists'>
  | Plain<'envelope_unsupported'>
  | Plain<'not_verified'>
  | Plain<'stale'>
  | Plain<'idempotency_key_reused'>
  | Plain<'invalid_cursor'>
  | Plain<'verification_loop'>
  | Plain<'rate_limited'>
  | Plain<'overloaded'>
)

/** The code of a refusal. */
export type RefusalCode = Refusal['code']
