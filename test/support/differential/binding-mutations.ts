import { type Mutation, STRANGER_METHOD, stranger, writer } from './make-case.ts'
import { type JsonMembers, setAt } from './pointers.ts'
import { seededKey } from './seeded.ts'
import type { Draft, Shape } from './shapes.ts'

const WEB: readonly Shape[] = ['endorsed']

const addressOf = ({ host }: Draft) => `https://${host}/.well-known/did.json`.replaceAll('/', '~1')

const published = (name: string, change: (documents: JsonMembers, draft: Draft) => void): Mutation => ({
  name: `the DID document: ${name}`,
  shapes: WEB,
  documents: change,
})
const inDocument = (path: string, value: Parameters<typeof setAt>[2]) => (documents: JsonMembers, draft: Draft) =>
  setAt(documents, `/${addressOf(draft)}${path}`, value)

/** Whose key it is: what the issuer publishes, and who signs. */
export const BINDING_MUTATIONS: readonly Mutation[] = [
  published('is not there', inDocument('', undefined)),
  published('is of another DID', inDocument('/id', 'did:web:other.example')),
  published('does not list the key', (documents, draft) => {
    inDocument('/verificationMethod', [])(documents, draft)
    inDocument('/assertionMethod', [])(documents, draft)
  }),
  published('lists the key for nothing', inDocument('/assertionMethod', [])),
  published('lists the key for authentication only', (documents, draft) => {
    inDocument('/assertionMethod', [])(documents, draft)
    inDocument('/authentication', [draft.methodId])(documents, draft)
  }),
  published(
    'holds another key under that name',
    inDocument('/verificationMethod/0/publicKeyMultibase', stranger.publicKeyMultibase),
  ),
  published('says that the key is somebody else’s', inDocument('/verificationMethod/0/controller', stranger.did)),
  published('says that the key is nobody’s', inDocument('/verificationMethod/0/controller', undefined)),
  published('says that the key was revoked', inDocument('/verificationMethod/0/revoked', '2026-01-01T00:00:00Z')),
  published('says that the key has expired', inDocument('/verificationMethod/0/expires', '2026-01-01T00:00:00Z')),
  published('holds the key under its purpose', (documents, draft) => {
    const method = {
      id: draft.methodId,
      type: 'Multikey',
      controller: draft.issuer,
      publicKeyMultibase: draft.key.publicKeyMultibase,
    }
    inDocument('/verificationMethod', undefined)(documents, draft)
    inDocument('/assertionMethod', [method])(documents, draft)
  }),
  published('names the key by what follows the number sign', (documents, draft) => {
    const relative = `#${draft.key.publicKeyMultibase}`
    inDocument('/verificationMethod/0/id', relative)(documents, draft)
    inDocument('/assertionMethod/0', relative)(documents, draft)
  }),
  published('holds a second key as well', (documents, draft) => {
    const id = `${draft.issuer}#other`
    inDocument('/verificationMethod/1', {
      id,
      type: 'Multikey',
      controller: draft.issuer,
      publicKeyMultibase: stranger.publicKeyMultibase,
    })(documents, draft)
    inDocument('/assertionMethod/1', id)(documents, draft)
  }),
  {
    name: 'signed by a stranger who names their own key',
    shapes: ['small', ...WEB],
    sign: ({ badge }) => writer.sign(badge, stranger.options(STRANGER_METHOD)),
  },
  {
    name: 'signed by a stranger who names the issuer’s key',
    shapes: ['small', ...WEB],
    sign: ({ badge, methodId }) => writer.sign(badge, stranger.options(methodId)),
  },
  {
    name: 'signed by a stranger who names a key of the issuer’s that is not there',
    shapes: WEB,
    sign: ({ badge, issuer }) => writer.sign(badge, stranger.options(`${issuer}#${stranger.publicKeyMultibase}`)),
  },
  {
    name: 'signed with a did:key whose fragment is another key',
    shapes: ['small'],
    sign: ({ badge, key }) => writer.sign(badge, key.options(`${key.did}#${seededKey('another').publicKeyMultibase}`)),
  },
  {
    name: 'signed with a did:key named without its fragment',
    shapes: ['small'],
    sign: ({ badge, key }) => writer.sign(badge, key.options(key.did)),
  },
  {
    name: 'issued by an https address that publishes nothing',
    shapes: ['small'],
    draft: ({ badge, host }) => setAt(badge, '/issuer/id', `https://${host}/profile`),
  },
  {
    name: 'issued under a DID method that nobody knows',
    shapes: ['small'],
    draft: ({ badge }) => setAt(badge, '/issuer/id', 'did:example:guild'),
  },
]
