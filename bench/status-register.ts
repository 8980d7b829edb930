import { gzipBitstringCodec } from '../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../functions/adapters/clock/system-clock.ts'
import { rdfcProofReader, rdfcProofWriter } from '../functions/adapters/data-integrity/rdfc-proofs.ts'
import { cryptoRandomness } from '../functions/adapters/randomness/crypto-randomness.ts'
import type { Community } from '../functions/domain/community/community.ts'
import { signingKey } from '../functions/domain/community/key-lifetime.ts'
import { communityDidDocument } from '../functions/domain/credential/community-did-document.ts'
import type { Claim } from '../functions/domain/endorsement/claim.ts'
import { type AllotStatusEntryDeps, allotStatusEntry } from '../functions/issuance/allot-status-entry.ts'
import type { Signer } from '../functions/ports/signer.ts'
import type { StartedStatusList } from '../functions/ports/status-list-store.ts'
import { aClaim } from '../test/support/builders.ts'
import type { Stores } from '../test/support/issuance-scenario.ts'

/** Gives out the next entry of a community's lists to a claim. */
export type Allot = (claim: Claim) => ReturnType<typeof allotStatusEntry>

/** One pair of lists and the indexes given out of it. */
export interface FilledList {
  readonly revocation: StartedStatusList
  readonly suspension: StartedStatusList
  readonly indexes: ReadonlySet<number>
}

/** What gives out entries, over any register of lists. */
export async function openAllotting(
  community: Community,
  communities: Stores['communities'],
  keys: Signer,
  statusLists: AllotStatusEntryDeps['statusLists'],
): Promise<Allot> {
  const issuerKeys = await communities.loadIssuerKeys(community.slug)
  const issuerKey = signingKey(issuerKeys, 'data-integrity')
  if (!issuerKey) throw new Error('the community has no key')
  const issuer = { community, issuerKey, didDocument: communityDidDocument(community, issuerKeys) }
  const deps = {
    statusLists,
    bitstrings: gzipBitstringCodec,
    keys,
    proofs: { ...rdfcProofWriter(), ...rdfcProofReader() },
    random: cryptoRandomness({ now: systemNow }),
    now: systemNow,
  }
  return (claim) => allotStatusEntry(deps, issuer, claim)
}

/** Gives out entries to so many badges by the rule of the service, with a register in memory; tells the draws it took. */
export async function drawEntries(
  community: Community,
  communities: Stores['communities'],
  keys: Signer,
  badges: number,
): Promise<{ readonly lists: readonly FilledList[]; readonly draws: number }> {
  const lists: (FilledList & { readonly indexes: Set<number> })[] = []
  let draws = 0
  const allot = await openAllotting(community, communities, keys, {
    current: async () => lists.at(-1)?.revocation.list,
    start: async (revocation, suspension) => {
      lists.push({ revocation, suspension, indexes: new Set() })
      return true
    },
    allot: async (claim, entry) => {
      draws++
      const { indexes } = lists.at(-1) ?? { indexes: new Set<number>() }
      if (indexes.has(entry.index)) return { kind: 'taken' }
      indexes.add(entry.index)
      return { kind: 'allotted', claim }
    },
  })
  const claim = aClaim({ community: community.slug })
  for (let badge = 0; badge < badges; badge++) await allot(claim)
  return { lists, draws }
}
