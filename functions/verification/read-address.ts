import { err, ok } from '../domain/shared/result.ts'
import type { WebFailure } from '../ports/web.ts'
import { fail, skip } from './check.ts'
import { isJsonObject } from './json.ts'
import { readDocument } from './read-document.ts'
import type { Reading } from './reading.ts'
import type { Verification } from './verification.ts'

/** What is asked for, in the order it is liked best; hosts that know none of these may give what they have. */
const ACCEPT =
  'application/vc+ld+json, application/vc, application/ld+json, application/json, application/vc+jwt, application/jwt, text/plain, image/png, image/svg+xml, */*;q=0.1'

/**
 * Reads the badge or endorsement at an address: one of this service from the store, any other through the guarded client. What
 * is there is told by its content; hosts declare all kinds of types. A page that stands for a badge is not searched for it.
 */
export async function readAddress(verification: Verification, given: string, maxBytes: number): Promise<Reading> {
  const url = new URL(given)
  if (verification.isOwnUrl(url.href)) return readOwn(verification, url)
  url.hash = ''
  // A badge may hold personal data, so it is kept for nobody else.
  const answer = await verification.web.get(url.href, { accept: ACCEPT, maxBytes, shared: false })
  switch (answer.kind) {
    case 'found':
      return readDocument(verification.parseXml, answer.bytes)
    case 'absent':
      return err(NOT_FOUND)
    case 'unavailable':
      return err(describe(answer.reason))
  }
}

async function readOwn({ loadPublished }: Verification, url: URL): Promise<Reading> {
  const credential = await loadPublished(url.href)
  const image = IMAGES.find((form) => url.pathname.endsWith(`.${form}`))
  if (typeof credential === 'string') return ok({ form: image ?? 'jwt', text: credential, credential, notices: [] })
  if (!isJsonObject(credential)) return err(NOT_FOUND)
  // It was stored as it is written, so this is the text that was signed.
  return ok({ form: image ?? 'json', text: JSON.stringify(credential), credential, notices: [] })
}

const IMAGES = ['png', 'svg'] as const

const NOT_FOUND = fail('parse', 'CREDENTIAL_NOT_FOUND', 'There is no badge and no endorsement at this address.', '/url')

function describe(reason: WebFailure) {
  switch (reason) {
    case 'url_not_allowed':
    case 'address_not_public':
      return skip(
        'parse',
        'URL_NOT_ALLOWED',
        'This service opens no address of this kind. Send the badge itself.',
        '/url',
      )
    case 'too_large':
      return skip('parse', 'DOCUMENT_TOO_LARGE', 'What is at this address is larger than a badge.', '/url')
    default:
      return skip(
        'parse',
        'URL_UNREACHABLE',
        'What is at this address could not be had. Try again later, or send the badge itself.',
        '/url',
      )
  }
}
