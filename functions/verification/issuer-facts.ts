import type { VerificationReport } from '../../schemas/verification-report.ts'
import { canParseUrl } from '../domain/shared/can-parse-url.ts'
import { didMethodOf, didWebUrl, isDid } from '../domain/shared/did.ts'
import type { Verification } from './verification.ts'

type IssuerFacts = NonNullable<VerificationReport['issuer']>

type FactSources = Pick<Verification, 'findCommunity' | 'badgesIssuedBy' | 'listingOf' | 'sightings' | 'answeredFor'>

/** An issuer whose signature holds, or who publishes what was found to hold. */
export interface ProvenIssuer {
  readonly id: string
  /** As it names itself. */
  readonly name?: string | undefined
  /** The address it publishes itself at. @default the one its id stands for */
  readonly publishedAt?: string | undefined
}

/**
 * What is known of an issuer: the host it publishes its key on, the registries that list it, since when it is known here, of
 * a community of ours how many badges it has issued. That nobody lists it is a fact like others, and says nothing of the badge.
 */
export async function findIssuerFacts(
  { findCommunity, badgesIssuedBy, listingOf, sightings, answeredFor }: FactSources,
  { id, name, publishedAt: saidAt }: ProvenIssuer,
): Promise<IssuerFacts> {
  // Where an address leads elsewhere, that host has shown the key, and not the one in the id.
  const publishedAt = saidAt ?? (await answeredFor(id)) ?? addressOf(id)
  const [community, listing] = await Promise.all([findCommunity(id), listingOf(id)])
  const firstSeenAt = community?.createdAt ?? (await sightings?.firstSeen(id))
  const badgesIssued = community && (await badgesIssuedBy(community.slug))
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(publishedAt === undefined ? {} : { domain: new URL(publishedAt).host }),
    ...listing,
    ...(firstSeenAt === undefined ? {} : { firstSeenAt }),
    // The first badge is counted a moment after it is issued: none would be wrong of whoever issued what is looked at.
    ...(badgesIssued === undefined || badgesIssued === 0 ? {} : { badgesIssued }),
  }
}

/** Other kinds of DIDs are keys, which anyone can make. */
function addressOf(id: string): string | undefined {
  const address = isDid(id) ? (didMethodOf(id) === 'web' ? didWebUrl(id) : undefined) : id
  return address !== undefined && canParseUrl(address) && /^https?:/.test(address) ? address : undefined
}
