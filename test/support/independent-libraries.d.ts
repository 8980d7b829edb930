/** What the tests use of verifying software that carries no types. */

declare module '@digitalbazaar/vc' {
  interface Check {
    readonly verified: boolean
    readonly error?: unknown
    readonly statusResult?: {
      readonly verified: boolean
      readonly error?: unknown
      /** `verified` speaks of the list; `status` is the bit. */
      readonly results?: readonly { readonly status: boolean }[]
    }
  }
  export function verifyCredential(options: {
    readonly credential: object
    readonly suite: unknown
    readonly documentLoader: (url: string) => Promise<unknown>
    readonly checkStatus: unknown
    readonly now?: Date
  }): Promise<Check>
}

declare module '@digitalbazaar/vc-bitstring-status-list' {
  export function checkStatus(options: object): Promise<unknown>
}

declare module '@digitalbazaar/did-method-key' {
  export function driver(): {
    use(options: { readonly multibaseMultikeyHeader: string; readonly fromMultibase: unknown }): void
    get(options: { readonly url: string }): Promise<unknown>
  }
}

declare module '@digitalbazaar/ecdsa-multikey' {
  export function from(key: object): Promise<unknown>
}

declare module '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite' {
  import type { Cryptosuite } from '@digitalbazaar/data-integrity'

  export const cryptosuite: Cryptosuite
}

declare module '@digitalbazaar/ed25519-multikey' {
  export function from(key: object): Promise<unknown>
}

declare module '@digitalbazaar/data-integrity' {
  export interface Cryptosuite {
    readonly name: string
    readonly canonize: (input: unknown, options: unknown) => Promise<string>
  }
  export class DataIntegrityProof {
    constructor(options: {
      readonly cryptosuite: Cryptosuite
      readonly date?: Date
      readonly signer?: {
        readonly id: string
        readonly algorithm: string
        readonly sign: (input: { readonly data: Uint8Array }) => Promise<Uint8Array>
      }
    })
  }
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  import type { Cryptosuite } from '@digitalbazaar/data-integrity'

  export const cryptosuite: Cryptosuite
}

declare module 'rdf-canonize' {
  export const NQuads: { parse(text: string): RdfDataset }
}
