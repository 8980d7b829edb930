import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/** Numbers from 0 to less than 1, the same for the same seed, always (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** How much goes wrong, as shares of all attempts from 0 to 1. */
export interface Faults {
  readonly random: () => number
  /** Of the transactions: cancelled by another one, before they reach the store. */
  readonly conflictShare: number
  /** Of all requests: throttled, each attempt of the SDK by itself. */
  readonly throttleShare: number
}

/** What went wrong so far. */
export interface FaultCounts {
  readonly transactions: number
  readonly conflicts: number
  readonly throttles: number
}

/** Makes attempts of a client fail as the service makes them fail: below the SDK's own retries. */
export function injectFaults(
  client: DynamoDBDocumentClient,
  { random, conflictShare, throttleShare }: Faults,
): () => FaultCounts {
  const counts = { transactions: 0, conflicts: 0, throttles: 0 }
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const isTransaction = String(context['commandName']).startsWith('TransactWrite')
      if (isTransaction) counts.transactions++
      if (random() < throttleShare) {
        counts.throttles++
        throw throttled()
      }
      if (isTransaction && random() < conflictShare) {
        counts.conflicts++
        throw conflicted(args.input)
      }
      return next(args)
    },
    { step: 'finalizeRequest', priority: 'low', name: 'injectFaults', override: true },
  )
  return () => ({ ...counts })
}

const throttled = (): Error =>
  Object.assign(new Error('Throughput exceeds the current capacity of your table or index'), {
    name: 'ThrottlingException',
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
    $retryable: { throttling: true },
  })

function conflicted(input: object): TransactionCanceledException {
  const items = 'TransactItems' in input && Array.isArray(input.TransactItems) ? input.TransactItems : [{}]
  return new TransactionCanceledException({
    message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: items.map((_, index) => ({ Code: index === 0 ? 'TransactionConflict' : 'None' })),
  })
}

/** A command as an adapter hands it to the document client. */
export interface SentCommand {
  readonly name: string
  /** Of a command on one item. */
  readonly key: Readonly<Record<string, unknown>> | undefined
  /** The items a write puts, in plain values; empty for everything else. */
  readonly puts: readonly Readonly<Record<string, unknown>>[]
}

/** The same client, but every command is shown to `before` first; what that throws, the adapter sees thrown. */
export function watchCommands(
  client: DynamoDBDocumentClient,
  before: (command: SentCommand) => Promise<void>,
): DynamoDBDocumentClient {
  const send = client.send.bind(client)
  const watched = Object.create(client) as DynamoDBDocumentClient // the same client but for `send`
  // Every overload goes the same way; none of our adapters uses callbacks.
  watched.send = (async (command: Parameters<typeof send>[0]) => {
    await before({ name: command.constructor.name, key: keyOf(command.input), puts: putsOf(command.input) })
    return send(command)
  }) as typeof client.send
  return watched
}

const keyOf = (input: object): SentCommand['key'] => ('Key' in input && isItem(input.Key) ? input.Key : undefined)

function putsOf(input: object): SentCommand['puts'] {
  if ('Item' in input && isItem(input.Item)) return [input.Item]
  if (!('TransactItems' in input) || !Array.isArray(input.TransactItems)) return []
  return input.TransactItems.flatMap((one) => (isItem(one.Put?.Item) ? [one.Put.Item] : []))
}

const isItem = (item: unknown): item is Readonly<Record<string, unknown>> => typeof item === 'object' && item !== null

/** Runs once, before the first command that puts an item of this kind. */
export function beforeFirstPut(
  entity: string,
  run: (item: Readonly<Record<string, unknown>>) => Promise<void>,
  fits: (item: Readonly<Record<string, unknown>>) => boolean = () => true,
) {
  let isDone = false
  return async ({ puts }: SentCommand): Promise<void> => {
    const item = puts.find((one) => one['entity'] === entity && fits(one))
    if (isDone || !item) return
    isDone = true
    await run(item)
  }
}
