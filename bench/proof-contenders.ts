import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { driver as didKeyDriver } from '@digitalbazaar/did-method-key'
import { from as fromEcdsa } from '@digitalbazaar/ecdsa-multikey'
import { cryptosuite as ecdsa } from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite'
import { from as fromEd25519 } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite as eddsa } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue, verifyCredential } from '@digitalbazaar/vc'
import { rdfcProofReader, rdfcProofWriter } from '../functions/adapters/data-integrity/rdfc-proofs.ts'
import { credentialJwtReader, credentialJwtWriter } from '../functions/adapters/vc-jwt/credential-jwt.ts'
import { toDidDocument } from '../functions/domain/credential/to-did-document.ts'
import { ISSUING_CONTEXTS } from '../schemas/contexts.ts'
import { aBadge, aKeyOf, signedEndorsements } from '../test/support/badge-shapes.ts'
import { aJwtKey } from '../test/support/jwt-keys.ts'

/** One way to sign and to check a badge; each call does all of it anew. */
export interface Contender {
  readonly sign: () => Promise<unknown>
  readonly verify: () => Promise<void>
}

const didKeys = didKeyDriver()
didKeys.use({ multibaseMultikeyHeader: 'z6Mk', fromMultibase: fromEd25519 })
didKeys.use({ multibaseMultikeyHeader: 'zDna', fromMultibase: fromEcdsa })

const documentLoader = async (url: string) => ({
  contextUrl: null,
  documentUrl: url,
  document: ISSUING_CONTEXTS.get(url) ?? (await didKeys.get({ url })),
})

/** The same badge under an embedded proof, here and with `@digitalbazaar/vc`: the outer proof alone, status left out. */
export async function embeddedContenders(
  algorithm: 'Ed25519' | 'P-256',
  endorsements: number,
): Promise<{ readonly ours: Contender; readonly theirs: Contender }> {
  const key = await aKeyOf(algorithm)
  const cryptosuite = algorithm === 'Ed25519' ? eddsa : ecdsa
  const unsigned = aBadge(key.did, await signedEndorsements(endorsements))
  const options = key.options()
  const writer = rdfcProofWriter()
  const reader = rdfcProofReader()
  const signer = {
    id: options.verificationMethod,
    algorithm,
    sign: ({ data }: { readonly data: Uint8Array }) => options.sign(data),
  }
  const signed = await writer.sign(unsigned, options)
  return {
    ours: {
      sign: () => writer.sign(unsigned, options),
      verify: async () => {
        const verdict = await reader.verify(signed, async () => undefined)
        if (!verdict.ok) throw new Error(`a badge does not verify here: ${verdict.code}`)
      },
    },
    theirs: {
      sign: () =>
        issue({
          credential: structuredClone(unsigned),
          suite: new DataIntegrityProof({ signer, cryptosuite, date: options.created }),
          documentLoader,
        }),
      verify: async () => {
        const suite = new DataIntegrityProof({ cryptosuite })
        const checkStatus = async () => ({ verified: true })
        const { verified, error } = await verifyCredential({ credential: signed, suite, documentLoader, checkStatus })
        if (!verified) throw new Error('a badge does not verify with @digitalbazaar/vc', { cause: error })
      },
    },
  }
}

const DID = 'did:web:badges.example:communities:weavers'

/** The same badge as VC-JWT; what goes out is checked before, as with an embedded proof. `@digitalbazaar/vc` makes none. */
export async function jwtContender(algorithm: 'RSA-2048' | 'P-256', endorsements: number): Promise<Contender> {
  const { publicKeyJwk, thumbprint, sign } = await aJwtKey(algorithm)
  const kid = `https://badges.example/communities/weavers/keys/${thumbprint}`
  const badge = aBadge(DID, await signedEndorsements(endorsements))
  const options = { kid, publicKeyJwk, sign }
  const writer = credentialJwtWriter()
  const reader = credentialJwtReader()
  const jwt = await writer.signJwt(badge, options)
  const document = toDidDocument(DID, [{ verificationMethod: `${DID}#${thumbprint}`, publicKeyJwk, url: kid }])
  const keys = { resolveDid: async () => document, resolveKey: async () => undefined }
  return {
    sign: () => writer.signJwt(badge, options),
    verify: async () => {
      const verdict = await reader.verifyJwt(jwt, keys)
      if (!verdict.ok) throw new Error(`a JWT does not verify here: ${verdict.code}`)
    },
  }
}
