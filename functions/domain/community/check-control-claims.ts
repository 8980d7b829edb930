/** What a proof of control must say. */
export interface ControlExpectations {
  readonly did: string
  readonly domain: string
  readonly challenge: string
  readonly nowEpochSeconds: number
}

/** How far the clock of a wallet may be from ours, in seconds. */
const SKEW_SECONDS = 60

/**
 * Checks the claims of a signed JWS by which someone proves control of a DID: made by the DID (`iss`, and `sub` when it is
 * there), for this service (`aud`), over this challenge (`nonce`), and neither from the future nor over (`iat`, `nbf`, `exp`).
 *
 * @returns what is wrong, or `undefined`.
 */
export function findControlError(
  claims: Readonly<Record<string, unknown>>,
  { did, domain, challenge, nowEpochSeconds }: ControlExpectations,
): string | undefined {
  const { iss, sub, aud, nonce, iat, nbf, exp } = claims
  if ((iss ?? sub) !== did || (sub !== undefined && sub !== did))
    return '"iss" must be the DID, and "sub" if it is there'
  if (aud !== domain && !(Array.isArray(aud) && aud.length === 1 && aud[0] === domain))
    return `"aud" must be "${domain}"`
  if (nonce !== challenge) return '"nonce" must be the challenge'
  for (const [name, at] of Object.entries({ iat, nbf }))
    if (at !== undefined && !(typeof at === 'number' && at <= nowEpochSeconds + SKEW_SECONDS))
      return `"${name}" must be a number of seconds that is not in the future`
  if (exp !== undefined && !(typeof exp === 'number' && exp > nowEpochSeconds - SKEW_SECONDS))
    return '"exp" must be a number of seconds that is not over'
  return undefined
}
