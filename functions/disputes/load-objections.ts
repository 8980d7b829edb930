import type { ObjectionView } from '../../schemas/objection.ts'
import type { Objection } from '../domain/dispute/objection.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { DisputeDeps } from './dispute-deps.ts'
import { type Reader, toObjectionView } from './to-objection-view.ts'

export type LoadObjectionDeps = Pick<DisputeDeps, 'objections'> & {
  /** The base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

/** An objection with its words and votes, as far as its reader may see them. */
export async function loadObjectionView(
  { objections, publicUrl }: LoadObjectionDeps,
  claim: Pick<Claim, 'learnerId'>,
  objection: Objection,
  reader: Reader,
): Promise<ObjectionView> {
  const [votes, words] = await Promise.all([objections.loadVotes(objection), objections.loadWords(objection)])
  return toObjectionView({ objection, claim, votes, words, reader, publicUrl })
}
