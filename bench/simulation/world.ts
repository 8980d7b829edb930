import type { Noise } from './assumptions.ts'

/** An account of a simulated community; times are days since the start. */
export interface Person {
  readonly index: number
  readonly id: string
  readonly kind: 'honest' | 'trader' | 'dominant' | 'ring' | 'puppet'
  /** Whom they are in league with: index of the ring or of the person behind puppets. */
  readonly gang?: number | undefined
  /** Place in the gang. */
  readonly place: number
  /** Whether they do work of their own like anybody else. */
  readonly ordinary: boolean
  readonly joined: number
  readonly circles: readonly string[]
  readonly contacts: readonly number[]
  /** Members whose favours they return. */
  readonly friends: ReadonlySet<number>
  readonly answers: number
  /** Id of the account they share an e-mail address with. */
  readonly sameAddressAs?: string | undefined
}

/** A claim as it will be opened, whatever the rule is. */
export interface PlannedClaim {
  readonly index: number
  readonly learner: number
  readonly opens: number
  /** Whether the work deserves the badge when the claim opens. */
  readonly deserving: boolean
  /** Opened by accounts that are in league, for work that deserves nothing. */
  readonly attack: boolean
}

export interface World {
  readonly seed: number
  readonly name: string
  readonly noise: Noise
  readonly people: readonly Person[]
  readonly panel: readonly number[]
  /** Accounts of each ring and each set of puppets, in their places. */
  readonly gangs: readonly (readonly number[])[]
  /** In the order they open. */
  readonly claims: readonly PlannedClaim[]
}

/** Levels of the one required criterion, and the place of the one it takes. */
export const LEVELS = ['missing', 'emerging', 'sound', 'strong'] as const
export const REQUIRED_LEVEL = 2

/** What somebody says of one version of a claim. */
export interface Judgement {
  readonly reviewer: number
  readonly at: number
  /** Place in {@link LEVELS}; from {@link REQUIRED_LEVEL} on it is an endorsement. */
  readonly level: number
  /** How the reviewer came to the claim. */
  readonly way: Way
}

export type Way = 'drawn' | 'chosen' | 'own-accord'

export const isEndorsement = ({ level }: Pick<Judgement, 'level'>): boolean => level >= REQUIRED_LEVEL

/** A claim on its way. */
export interface OpenClaim {
  readonly plan: PlannedClaim
  readonly learner: Person
  status: 'open' | 'revision' | 'awarded' | 'over'
  version: number
  /** Of the current version. */
  deserving: boolean
  judgements: Judgement[]
  /** Of all versions. */
  given: number
  endorsed: number
  endedAt: number | undefined
}

export const isCorrupted = ({ kind }: Person): boolean => kind === 'ring' || kind === 'puppet'
