import type { Refusal } from '../domain/shared/refusal.ts'
import type { JsonObject } from '../ports/proofs.ts'

const ENVELOPES = ['EnvelopedVerifiableCredential', 'EnvelopedVerifiablePresentation']

/** Whether an object only carries a credential or presentation in another form, such as a JWT, in its `id`. */
export const isEnveloped = ({ type }: JsonObject): boolean =>
  [type].flat().some((each) => ENVELOPES.includes(String(each)))

/** What is said to one at that place. */
export const refuseEnvelope = (pointer: string): Refusal => ({
  code: 'envelope_unsupported',
  detail: 'Send the credential or presentation as JSON with an embedded proof.',
  errors: [
    {
      pointer,
      detail: 'is an envelope',
      spec: 'https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials',
    },
  ],
})
