import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jcsProofReader, jcsProofWriter } from '../../functions/adapters/data-integrity/jcs-proofs.ts'
import { dynamoPlatformKeyStore } from '../../functions/adapters/dynamodb/platform-key-store.ts'
import { dynamoIssuerSightings, dynamoReceiptStore } from '../../functions/adapters/dynamodb/receipt-store.ts'
import { fileSealedKeys } from '../../functions/adapters/keys/file-sealed-keys.ts'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import type { ReportOfBytes } from '../../functions/domain/receipt/build-receipt.ts'
import type { Instant } from '../../functions/domain/shared/instant.ts'
import { digests } from './builders.ts'
import type { TestTable } from './dynamodb.ts'
import { BASE_URL, quietLog } from './issuance-scenario.ts'

/** What writing receipts touches, over real adapters. */
export async function receiptDeps(table: TestTable, now: () => Instant) {
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge-test-'))
  const keys = await fileSealedKeys({ path: join(folder, 'keys.json') })
  const store = { ...table, now }
  return {
    platformKeys: dynamoPlatformKeyStore(store),
    receipts: dynamoReceiptStore(store),
    sightings: dynamoIssuerSightings(store),
    keys,
    keyMaker: keys,
    proofs: { ...jcsProofWriter(), ...jcsProofReader({ now }) },
    random: cryptoRandomness({ now }),
    digests,
    now,
    log: quietLog,
    publicUrl: BASE_URL,
  }
}

const SPEC = 'https://www.imsglobal.org/spec/ob/v3p0/'

/** A report of a badge with one endorsement, that says whatever a report may say. */
export const aReport = (changes: Partial<ReportOfBytes> = {}): ReportOfBytes => ({
  outcome: 'verified',
  standard: 'open-badges-3.0',
  presented: { form: 'json', url: 'https://issuer.example/badges/1?key=secret', digest: 'd'.repeat(43) },
  checks: [
    { id: 'parse', status: 'pass', code: 'OK', message: 'The document is one badge.', spec: SPEC },
    {
      id: 'dates',
      status: 'warn',
      code: 'EXPIRES_SOON',
      message: 'Asha, it ends.',
      pointer: '/validUntil',
      spec: SPEC,
    },
  ],
  credential: {
    id: 'https://issuer.example/badges/1',
    name: 'Plain weave, given to Asha',
    issuer: 'did:web:issuer.example',
    issuerName: 'Asha and daughters',
    achievement: 'https://issuer.example/achievements/1',
    achievementName: 'Plain weave',
    awardedDate: '2026-03-01T12:00:00Z',
    validFrom: '2026-03-01T12:00:00Z',
  },
  endorsements: [
    {
      outcome: 'verified',
      pointer: '/endorsement/0',
      id: 'https://issuer.example/endorsements/1',
      issuer: 'did:key:z6MkendorserOne',
      name: 'Endorsement of Asha by Bela',
      checks: [{ id: 'proof', status: 'pass', code: 'OK', message: 'Signed by Bela.', spec: SPEC }],
    },
  ],
  recipient: {
    outcome: 'matched',
    checks: [{ id: 'recipient', status: 'pass', code: 'OK', message: 'asha@example.org it is.', spec: SPEC }],
  },
  issuer: {
    id: 'did:web:issuer.example',
    name: 'Asha and daughters',
    domain: 'issuer.example',
    listedIn: [],
    unreachedRegistries: [],
  },
  ...changes,
})
