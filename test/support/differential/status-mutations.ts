import { type ListRecipe, type Mutation, STATUS_INDEX, STRANGER_METHOD, stranger } from './make-case.ts'
import { type Json, type JsonMembers, setAt, valueAt } from './pointers.ts'
import type { Draft, Shape } from './shapes.ts'

const WITH_STATUS: readonly Shape[] = ['with a status']

const list = (name: string, change: (list: ListRecipe, draft: Draft) => Partial<ListRecipe>): Mutation => ({
  name: `the status list: ${name}`,
  shapes: WITH_STATUS,
  list: change,
})
const entry = (name: string, member: string, value: Json | undefined, changes: Partial<ListRecipe> = {}): Mutation => ({
  name: `the status entry: ${name}`,
  shapes: WITH_STATUS,
  draft: ({ badge }) => setAt(badge, `/credentialStatus/${member}`, value),
  list: () => changes,
})
const published = (
  name: string,
  change: (list: JsonMembers, documents: JsonMembers, url: string) => void,
): Mutation => ({
  name: `the status list: ${name}`,
  shapes: WITH_STATUS,
  documents: (documents, { host }) => {
    const url = `https://${host}/status/1`
    // It was put there a moment ago.
    change(valueAt(documents, `/${url.replaceAll('/', '~1')}`) as JsonMembers, documents, url)
  },
})
const at = (pointer: string, value: Json | undefined) => (document: JsonMembers) => setAt(document, pointer, value)

/** Revocation and suspension, and everything that can be wrong with what says so. */
export const STATUS_MUTATIONS: readonly Mutation[] = [
  list('has the entry set', () => ({ revoked: [STATUS_INDEX] })),
  list('has the entries beside it set', () => ({ revoked: [STATUS_INDEX - 1, STATUS_INDEX + 1] })),
  list('is signed by a stranger in their own name', () => ({
    issuer: stranger.did,
    key: stranger,
    methodId: STRANGER_METHOD,
  })),
  list('is signed by a stranger in the issuer’s name', () => ({ key: stranger, methodId: STRANGER_METHOD })),
  list('is about suspension', () => ({ purpose: 'suspension' })),
  list('is shorter than the entry', () => ({ bits: 1024 })),
  list('is shorter than lists must be', () => ({ bits: 8192 })),
  list('has ended', () => ({ validUntil: '2026-02-05T10:00:00Z' })),
  published('is not there', (_, documents, url) => setAt(documents, `/${url.replaceAll('/', '~1')}`, undefined)),
  published('is something else', (_, documents, url) => setAt(documents, `/${url.replaceAll('/', '~1')}`, {})),
  published('was changed after signing', at('/validFrom', '2026-01-06T10:00:00Z')),
  published('has no proof', at('/proof', undefined)),
  published('holds no list', at('/credentialSubject/encodedList', 'u')),
  published('is of another type', at('/type/1', 'OpenBadgeCredential')),
  entry('is about suspension, as is the list', 'statusPurpose', 'suspension', { purpose: 'suspension' }),
  entry('is about suspension, as is the list, which has it set', 'statusPurpose', 'suspension', {
    purpose: 'suspension',
    revoked: [STATUS_INDEX],
  }),
  entry('has an index that is no number', 'statusListIndex', 'many'),
  entry('has an index that is negative', 'statusListIndex', '-1'),
  entry('has an index that is a number instead of text', 'statusListIndex', STATUS_INDEX),
  {
    name: 'the status entry: is of a kind that nobody knows',
    shapes: WITH_STATUS,
    draft: ({ badge, host }) =>
      setAt(badge, '/credentialStatus', { id: `https://${host}/s/1`, type: 'https://badges.example/terms#Status' }),
  },
  {
    name: 'the status entry: is one of two, the other of which is set',
    shapes: WITH_STATUS,
    draft: ({ badge }) => {
      const first = valueAt(badge, '/credentialStatus') as JsonMembers // every badge of this shape has one
      const second = { ...first, id: `${String(first['statusListCredential'])}#7`, statusListIndex: '7' }
      setAt(badge, '/credentialStatus', [first, second])
    },
    list: () => ({ revoked: [7] }),
  },
]
