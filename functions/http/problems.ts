import type { ProblemDocument } from '../../schemas/problem.ts'
import type { FieldError, RefusalCode } from '../domain/shared/refusal.ts'

/** Every code a problem document may carry: the refusals, and a fault of our own. */
export type ProblemCode = RefusalCode | 'internal_error'

interface Row {
  readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 500 | 503
  readonly title: string
}

/** The one table of codes: the status each is answered with, and its title. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request does not match its schema' },
  invalid_image: { status: 400, title: 'The image cannot stand for a badge' },
  malformed_json: { status: 400, title: 'The body is not JSON in UTF-8' },
  invalid_cursor: { status: 400, title: 'The cursor is not one this list gave out' },
  acting_member_missing: { status: 400, title: 'The request must name the member it acts for' },
  document_refused: { status: 400, title: 'The document breaks a rule of the standard it is written by' },
  reserved_address: { status: 400, title: 'The document claims an address of this service' },
  envelope_unsupported: { status: 400, title: 'Enveloped credentials and presentations are not taken here' },
  not_verified: { status: 400, title: 'The document does not verify' },
  learner_required: { status: 400, title: 'The request must name the learner' },
  did_method_unsupported: { status: 400, title: 'DIDs of this method cannot be proven here' },
  did_unresolvable: { status: 400, title: 'The document of the DID cannot be found' },
  challenge_unknown: { status: 400, title: 'The challenge is not one to be answered with this proof' },
  did_proof_invalid: { status: 400, title: 'The proof does not show control of the DID' },
  endorsement_credential_invalid: { status: 400, title: 'The credential is not an endorsement that can be taken' },
  endorsement_not_permanent: { status: 400, title: 'The endorsement could end or change by itself' },
  endorsement_target_mismatch: { status: 400, title: 'The credential endorses something else' },
  endorsement_date_invalid: { status: 400, title: 'The credential was not signed at a time that fits the claim' },
  related_resource_mismatch: { status: 400, title: 'The credential names the evidence with another digest' },
  endorsement_proof_invalid: { status: 400, title: 'The signature of the credential does not hold' },
  unauthenticated: { status: 401, title: 'Credentials are missing or not accepted' },
  forbidden: { status: 403, title: 'This caller may not do that' },
  calibration_author: { status: 403, title: 'Who wrote samples of a calibration does not attempt it' },
  insufficient_scope: { status: 403, title: 'The API key lacks the scope for that' },
  issuer_not_allowed: { status: 403, title: 'The issuer is none of the VC-API issuers of this community' },
  acting_member_mismatch: { status: 403, title: 'The request cannot act for the member it names' },
  self_endorsement: { status: 403, title: 'A learner cannot endorse their own claim' },
  collaborator_endorsement: { status: 403, title: 'Whoever shares the evidence cannot endorse it' },
  not_eligible: { status: 403, title: 'The rule of this achievement does not let this member endorse' },
  issuer_did_not_proven: { status: 403, title: 'The endorser has not proven to control the issuer of the credential' },
  self_objection: { status: 403, title: 'Nobody objects to a claim of their own' },
  not_on_panel: { status: 403, title: 'This member does not sit on the panel' },
  verification_loop: { status: 403, title: 'A verification does not ask for another one' },
  not_found: { status: 404, title: 'Nothing is here' },
  community_not_found: { status: 404, title: 'No such community' },
  member_not_found: { status: 404, title: 'No such member' },
  did_not_found: { status: 404, title: 'The member holds no such DID' },
  api_key_not_found: { status: 404, title: 'No such API key' },
  issuer_key_not_found: { status: 404, title: 'No such signing key' },
  challenge_not_found: { status: 404, title: 'No such challenge' },
  calibration_not_found: { status: 404, title: 'The challenge has no calibration' },
  sample_not_found: { status: 404, title: 'No such sample' },
  attempt_not_found: { status: 404, title: 'No such attempt' },
  licence_not_found: { status: 404, title: 'The member has no licence for this challenge' },
  achievement_not_found: { status: 404, title: 'No such achievement' },
  image_not_found: { status: 404, title: 'No such image' },
  claim_not_found: { status: 404, title: 'No such claim' },
  evidence_not_found: { status: 404, title: 'No such evidence version' },
  endorsement_not_found: { status: 404, title: 'No such endorsement' },
  review_request_not_found: { status: 404, title: 'No such review request' },
  objection_not_found: { status: 404, title: 'No such objection or appeal' },
  credential_not_found: { status: 404, title: 'No such badge' },
  credential_version_not_found: { status: 404, title: 'The badge has no such version' },
  award_not_found: { status: 404, title: 'No such award record' },
  vc_issuer_not_found: { status: 404, title: 'No such VC-API issuer' },
  status_list_not_found: { status: 404, title: 'No such status list' },
  receipt_not_found: { status: 404, title: 'No such receipt' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  not_acceptable: { status: 406, title: 'None of the accepted forms is available' },
  credential_exists: { status: 409, title: 'A credential with this id was issued before' },
  slug_taken: { status: 409, title: 'A community already has this slug' },
  base_url_changed: { status: 409, title: 'The community was created under another base URL' },
  member_identity_taken: { status: 409, title: 'Another member of the community already has this identity' },
  achievement_not_published: { status: 409, title: 'The achievement is not published yet' },
  achievement_not_claimable: { status: 409, title: 'The service gives this achievement by itself' },
  calibration_in_use: { status: 409, title: 'The calibration has samples for other criteria' },
  calibration_not_ready: { status: 409, title: 'The calibration has too few samples' },
  too_many_samples: { status: 409, title: 'The calibration has as many samples as it may have' },
  already_licensed: { status: 409, title: 'The member is licensed for this challenge' },
  attempt_open: { status: 409, title: 'An attempt of this member is open' },
  attempts_used_up: { status: 409, title: 'The member has no attempts left' },
  attempt_too_soon: { status: 409, title: 'The next attempt may not begin yet' },
  samples_used_up: { status: 409, title: 'Too few samples are left for this member' },
  attempt_answered: { status: 409, title: 'The attempt was answered before' },
  attempt_over: { status: 409, title: 'The time to answer the attempt is over' },
  licence_lost: { status: 409, title: 'The badge of this licence was revoked or is suspended' },
  nothing_to_publish: { status: 409, title: 'The newest version already holds this draft' },
  claim_closed: { status: 409, title: 'The claim takes no endorsements' },
  claim_exists: { status: 409, title: 'The learner already has a claim for this achievement' },
  claim_not_withdrawable: { status: 409, title: 'The claim can no longer be withdrawn' },
  review_request_closed: { status: 409, title: 'The review request is past that' },
  too_many_review_requests: { status: 409, title: 'The claim has as many review requests as it may have' },
  ask_budget_spent: { status: 409, title: 'The member has too few asks left' },
  reviewers_anonymous: { status: 409, title: 'Nobody is asked by name where those who judge stay unnamed' },
  not_objectable: { status: 409, title: 'The claim cannot be objected to now' },
  endorser_objection: { status: 409, title: 'Whoever endorsed the claim takes that back instead of objecting' },
  already_objected: { status: 409, title: 'This member already has a part in the objection' },
  objection_settled: { status: 409, title: 'It is settled and takes no more votes' },
  already_voted: { status: 409, title: 'This member has already voted' },
  not_appealable: { status: 409, title: 'There is no refusal to appeal against now' },
  evidence_closed: { status: 409, title: 'The claim takes no new evidence' },
  already_endorsed: { status: 409, title: 'This member has already endorsed this evidence version' },
  already_revised: { status: 409, title: 'This judgement was revised as often as the rule allows' },
  undo_closed: { status: 409, title: 'It can no longer be undone' },
  endorsement_not_anonymous: { status: 409, title: 'The credential would tell who endorses' },
  evidence_version_stale: { status: 409, title: 'A newer evidence version is to be judged' },
  endorsement_credential_used: { status: 409, title: 'This credential was already taken as an endorsement' },
  did_taken: { status: 409, title: 'Another member of the community holds this DID' },
  did_limit_reached: { status: 409, title: 'The member holds as many DIDs as one may' },
  key_compromised_earlier: { status: 409, title: 'The key counts as compromised since an earlier instant' },
  too_many_keys: { status: 409, title: 'The community has as many signing keys as it may have' },
  already_revoked: { status: 409, title: 'The badge is already revoked' },
  already_suspended: { status: 409, title: 'The badge is already suspended' },
  not_suspended: { status: 409, title: 'The badge is not suspended' },
  credential_erased: { status: 410, title: 'The badge was erased with its learner' },
  credential_version_erased: { status: 410, title: 'The bytes of this version were erased' },
  receipt_ended: { status: 410, title: 'The receipt was kept for as long as it said' },
  endorsement_erased: { status: 410, title: 'The endorsement was erased at its endorser’s wish' },
  issuer_key_compromised: { status: 410, title: 'The key was compromised and vouches for nothing any more' },
  stale: { status: 412, title: 'It was changed since it was read' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The media type of the body is not taken here' },
  policy_impossible: { status: 422, title: 'The policy can never be met, or contradicts itself' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key belongs to another request' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Something broke on our side' },
  overloaded: { status: 503, title: 'The service cannot take the request right now' },
} as const satisfies Record<ProblemCode, Row>

/** The statuses problem documents come with. */
export type ProblemStatus = (typeof PROBLEMS)[ProblemCode]['status']

/** Seconds after which a request refused with 429 or 503 is worth repeating. */
export const RETRY_AFTER_SECONDS = 2

/** A body can hold more mistakes than anyone reads at once; the first are named. */
const MAX_ERRORS = 50

/** The media type of problem documents (RFC 9457). */
export const PROBLEM_JSON = 'application/problem+json'

/** What a problem document is made from. */
export interface ProblemSource {
  readonly code: ProblemCode
  readonly detail?: string | undefined
  readonly errors?: readonly FieldError[] | undefined
}

/**
 * The problem document (RFC 9457) of a refusal.
 *
 * @param publicUrl  Base URL of the service without a trailing slash; `type` lies under it and explains the code.
 * @param instance  Path of the request.
 */
export function toProblem(
  { code, detail, errors }: ProblemSource,
  publicUrl: string,
  instance: string,
): ProblemDocument & { readonly status: ProblemStatus } {
  const { status, title } = PROBLEMS[code]
  return {
    type: `${publicUrl}/docs/problems#${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    instance,
    ...(errors === undefined ? {} : { errors: errors.slice(0, MAX_ERRORS) }),
  }
}
