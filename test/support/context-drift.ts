import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** What became of one address: its line of the report, and whether the document there is the pinned one. */
export interface DriftFinding {
  readonly line: string
  readonly isPinned: boolean
}

/** Reads the JSON document at an address. */
export type FetchJson = (url: string) => Promise<unknown>

/** SHA-256 (hex) of a document's canonical JSON (RFC 8785), so that white space on a server is no change. */
export const digestOf = (document: unknown): string =>
  createHash('sha256')
    .update(canonicalize(document) ?? '')
    .digest('hex')

/**
 * Compares what stands at each address with its pinned digest. An address that cannot be read counts as changed: nobody
 * knows what stands there.
 */
export async function findDrift(
  pinned: Readonly<Record<string, string>>,
  fetchJson: FetchJson,
): Promise<readonly DriftFinding[]> {
  const findings: DriftFinding[] = []
  for (const [url, digest] of Object.entries(pinned)) findings.push(await compare(url, digest, fetchJson))
  return findings
}

async function compare(url: string, digest: string, fetchJson: FetchJson): Promise<DriftFinding> {
  try {
    const found = digestOf(await fetchJson(url))
    return found === digest
      ? { line: `as pinned   ${url}`, isPinned: true }
      : { line: `CHANGED     ${url} is ${found}, pinned is ${digest}`, isPinned: false }
  } catch (error) {
    return { line: `unreadable  ${url}: ${error instanceof Error ? error.message : error}`, isPinned: false }
  }
}

const SCHEMAS = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_'

/** The digests of the 1EdTech JSON Schemas that the tests hold this service to. */
export const SCHEMA_SHA256: Readonly<Record<string, string>> = {
  [`${SCHEMAS}achievementcredential_schema.json`]: 'd01caef83ce400a5474b7d36b44ce7a603e1c20918ab088c8342fb77dc380ec9',
  [`${SCHEMAS}endorsementcredential_schema.json`]: '36e82f191e42beea79739907d380d3ae24539efd2b2fa72f063aa2cb20723c76',
  [`${SCHEMAS}getopenbadgecredentialsresponse_schema.json`]:
    '25f3bc0dfe7c79d084887f9156c13a320c8d2a02c1a25b54f77d609408b7c7b1',
  [`${SCHEMAS}imsx_statusinfo_schema.json`]: 'f1cc2e5fa4b5815d17f2053fa3d8e24e999c729bcc1da0305899e88063c1585f',
  [`${SCHEMAS}profile_schema.json`]: '78016694fa6cfc1c7458b5500db56e1fe9197922811814041fd9316948584fb2',
}
