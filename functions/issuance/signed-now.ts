import { z } from 'zod'
import type { StoredCredential } from '../ports/credential-store.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { jwtKeyUrl } from './sign-jwt-form.ts'

const SignedSchema = z.object({ proof: z.array(z.object({ verificationMethod: z.string() })) })
const HeaderSchema = z.object({ kid: z.string() })

/** Whether both forms of a badge are there and signed with the keys their community signs with now. */
export const isSignedNow = (context: IssuingContext, { text, jwt }: StoredCredential): boolean =>
  SignedSchema.parse(JSON.parse(text)).proof.every(
    ({ verificationMethod }) => verificationMethod === context.issuerKey.verificationMethod,
  ) && (jwt && kidOf(jwt.text)) === jwtKeyUrl(context)

function kidOf(jwt: string): string {
  const [header = ''] = jwt.split('.')
  return HeaderSchema.parse(JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))).kid
}
