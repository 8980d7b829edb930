import { copy, type Mutation, STRANGER_METHOD, stranger, writer } from './make-case.ts'
import { type JsonMembers, setAt, valueAt } from './pointers.ts'
import type { Draft, Shape } from './shapes.ts'

const ENDORSED: readonly Shape[] = ['endorsed']

/** Made to the first endorsement before its endorser signs it. */
const given = (name: string, change: (endorsement: JsonMembers, draft: Draft) => void): Mutation => ({
  name: `an endorsement that was signed ${name}`,
  shapes: ENDORSED,
  endorsement: change,
})
/** Made to it afterwards, and the badge signed over that. */
const changed = (name: string, change: (endorsement: JsonMembers) => JsonMembers | Promise<JsonMembers>): Mutation => ({
  name: `an endorsement, after it was signed: ${name}`,
  shapes: ENDORSED,
  signedEndorsement: change,
})
/** Made to it after the badge was signed. */
const behind = (name: string, change: (badge: JsonMembers) => void): Mutation => ({
  name: `an endorsement, after the badge was signed: ${name}`,
  shapes: ENDORSED,
  signed: change,
})
const at = (pointer: string, value: Parameters<typeof setAt>[2]) => (document: JsonMembers) =>
  setAt(document, pointer, value)

const having = (pointer: string, value: Parameters<typeof setAt>[2]) => (document: JsonMembers) => {
  setAt(document, pointer, value)
  return document
}

/** Endorsements inside a badge, which the compared software does not look into. */
export const ENDORSEMENT_MUTATIONS: readonly Mutation[] = [
  given('for another badge', at('/credentialSubject/id', 'https://elsewhere.example/credentials/1')),
  given('for nothing', at('/credentialSubject/id', undefined)),
  given('with an end that is past', at('/validUntil', '2026-02-05T10:00:00Z')),
  given('with a start that is to come', at('/validFrom', '2046-01-05T10:00:00Z')),
  given('in the name of another', at('/issuer/id', 'did:example:rector')),
  given('without a comment', at('/credentialSubject/endorsementComment', undefined)),
  changed('another comment', having('/credentialSubject/endorsementComment', 'The best of all.')),
  changed('another date', having('/validFrom', '2026-01-06T10:00:00Z')),
  changed('no proof', having('/proof', undefined)),
  changed('a proof that names a stranger', having('/proof/0/verificationMethod', STRANGER_METHOD)),
  changed('signed again by a stranger', ({ proof: _proof, ...rest }) =>
    writer.sign(rest, stranger.options(STRANGER_METHOD)).then(copy),
  ),
  behind('left out', at('/endorsement/0', undefined)),
  behind('all left out', at('/endorsement', undefined)),
  behind('another comment', at('/endorsement/0/credentialSubject/endorsementComment', 'The best of all.')),
  behind('given twice', (badge) => setAt(badge, '/endorsement/2', valueAt(badge, '/endorsement/0'))),
  behind('in the other order', (badge) =>
    setAt(badge, '/endorsement', [valueAt(badge, '/endorsement/1') ?? null, valueAt(badge, '/endorsement/0') ?? null]),
  ),
]
