import { ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms'
import { kmsAsymmetricKeys } from '../../functions/adapters/keys/kms-asymmetric-keys.ts'
import { kmsClient } from '../../functions/adapters/keys/kms-client.ts'
import type { KeptKey, KeyAlgorithm } from '../../functions/ports/signer.ts'
import { signatureHolds } from './signature-holds.ts'

/**
 * Makes one key of each kind in the account whose credentials are in the environment, signs with it, verifies, and
 * schedules its deletion: what no emulator can show. docs/deploy.md says how to run it and what it costs.
 */
const OWNER = 'did:web:smoke-test.example'
const ALGORITHMS: readonly KeyAlgorithm[] = ['Ed25519', 'P-256', 'P-384', 'RSA-2048']
const PENDING_DAYS = 7

const client = kmsClient()
const keys = kmsAsymmetricKeys({ client, instance: 'smoke-test' })

async function tryOut(algorithm: KeyAlgorithm): Promise<boolean> {
  const key: KeptKey = await keys.createKey(OWNER, algorithm)
  try {
    const message = Buffer.from(`a message for ${algorithm}`)
    const started = performance.now()
    const holds = signatureHolds(key, message, await keys.sign(key, OWNER, message))
    const again = performance.now()
    await keys.sign(key, OWNER, message)
    const [first, second] = [again - started, performance.now() - again].map(Math.round)
    const stranger = await keys.sign(key, 'did:web:another.example', message).catch(() => 'refused')
    console.log(`${algorithm}: ${holds ? 'verified' : 'DOES NOT VERIFY'}, ${first} ms, then ${second} ms a signature`)
    if (stranger !== 'refused') console.log(`${algorithm}: SIGNED FOR ANOTHER OWNER`)
    return holds && stranger === 'refused'
  } finally {
    await client.send(new ScheduleKeyDeletionCommand({ KeyId: key.sealed, PendingWindowInDays: PENDING_DAYS }))
    console.log(`${algorithm}: ${key.sealed} is deleted in ${PENDING_DAYS} days`)
  }
}

const results: boolean[] = []
for (const algorithm of ALGORITHMS) results.push(await tryOut(algorithm))
if (results.includes(false)) process.exitCode = 1
