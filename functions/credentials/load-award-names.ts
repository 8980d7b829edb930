import { OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { PublicRoutesDeps } from './public-deps.ts'

/** The badge of an award record as it stands now, if it does, and its id. */
interface NamingBadge {
  readonly credentialId: Id
  readonly text: string | undefined
}

/**
 * Address of an endorsement → name of its giver, of those who agreed to be named in the badge, still do, and have not taken the
 * endorsement back since. A signed badge cannot forget a name before it is issued again; a page can.
 */
export async function loadAwardNames(
  { claims, endorsements }: Pick<PublicRoutesDeps, 'claims' | 'endorsements'>,
  { credentialId, text }: NamingBadge,
): Promise<ReadonlyMap<string, string>> {
  const named = text === undefined ? [] : namesIn(text)
  const claim = named.length === 0 ? undefined : await claims.loadByCredential(credentialId)
  if (!claim) return new Map()
  const agreed = new Set(
    (await endorsements.load(claim.id, claim.evidenceVersion)).flatMap(({ id, state, verdict, consentToBeNamed }) =>
      state === 'given' && verdict === 'endorse' && consentToBeNamed ? [id] : [],
    ),
  )
  return new Map(named.filter(([url]) => agreed.has(url.slice(url.lastIndexOf('/') + 1))))
}

const namesIn = (badge: string): readonly (readonly [string, string])[] =>
  (OpenBadgeCredentialSchema.parse(JSON.parse(badge)).endorsement ?? []).flatMap(({ id, issuer }) =>
    issuer.name === undefined ? [] : [[id, issuer.name] as const],
  )
