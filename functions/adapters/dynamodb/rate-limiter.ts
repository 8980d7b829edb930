import { createHmac } from 'node:crypto'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { toEpochMilliseconds } from '../../domain/shared/instant.ts'
import { err, ok, type Result } from '../../domain/shared/result.ts'
import type { RateLimiter } from '../../ports/rate-limiter.ts'
import { StoreOverloaded } from '../../ports/store-overloaded.ts'
import { keys } from './keys.ts'
import type { StoreDeps } from './store-deps.ts'
import { TTL_ATTRIBUTE } from './table.ts'
import { writeUnless } from './transact.ts'

const MILLISECONDS_PER_MINUTE = 60_000
/** Whoever waits for this waits for nothing they asked for. */
const MAX_MILLISECONDS = 3000
/** What is left of a caller who stopped asking is of no use for longer. */
const KEPT_SECONDS = 120
/** A caller's own requests at once get in each other's way. */
const MAX_ATTEMPTS = 5

export interface RateLimiterOptions extends StoreDeps {
  readonly unitsPerMinute: number
  /** Makes digests of callers that nobody without it can search. */
  readonly secret: string
}

const BucketSchema = z.object({ paidUntil: z.number() })

/**
 * A bucket of a minute's units for each caller that fills up steadily, kept as the one instant at which it is full again
 * (the generic cell rate algorithm). A bucket that is full costs one conditional write, and so does a refusal; one that is in
 * use costs two.
 *
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export function dynamoRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { client, tableName, now, unitsPerMinute, secret } = options
  const millisecondsEach = MILLISECONDS_PER_MINUTE / unitsPerMinute

  const write = (caller: string, update: string, condition: string, values: Record<string, number>, endsAt: number) =>
    writeUnless(options, () =>
      client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keys.rate(createHmac('sha256', secret).update(caller).digest('base64url')),
          UpdateExpression: `SET entity = :entity, ${TTL_ATTRIBUTE} = :expires, paidUntil = ${update}`,
          ConditionExpression: condition,
          ExpressionAttributeValues: {
            ...values,
            ':entity': 'rate',
            ':expires': Math.ceil(endsAt / 1000) + KEPT_SECONDS,
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
        { abortSignal: AbortSignal.timeout(MAX_MILLISECONDS) },
      ),
    )

  const take = async (caller: string, units: number): Promise<Result<void, { retryAfterSeconds: number }>> => {
    const price = units * millisecondsEach
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const at = toEpochMilliseconds(now())
      const full = await write(
        caller,
        ':full',
        'attribute_not_exists(pk) OR paidUntil <= :at',
        { ':at': at, ':full': at + price },
        at + price,
      )
      if (!full) return ok(undefined)
      const { paidUntil } = BucketSchema.parse(full.item)
      const latest = at + MILLISECONDS_PER_MINUTE - price
      if (paidUntil > latest) return refuse(paidUntil - Math.max(latest, at))
      const used = await write(
        caller,
        'paidUntil + :price',
        'paidUntil > :at AND paidUntil <= :latest',
        { ':at': at, ':price': price, ':latest': latest },
        paidUntil + price,
      )
      if (!used) return ok(undefined)
    }
    return refuse(millisecondsEach)
  }

  return {
    async take(caller, units) {
      try {
        return await take(caller, units)
      } catch (cause) {
        if (!(cause instanceof Error) || !/^(?:AbortError|TimeoutError)$/.test(cause.name)) throw cause
        throw new StoreOverloaded('the table did not answer in time', { cause })
      }
    },
  }
}

const refuse = (milliseconds: number) => err({ retryAfterSeconds: Math.max(1, Math.ceil(milliseconds / 1000)) })
