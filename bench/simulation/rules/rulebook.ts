import type { Judgement, OpenClaim, Person, World } from '../world.ts'

/** A rule by which a community awards. */
export interface Rulebook {
  readonly name: string
  /** The rule at work in one community, with all that it remembers. */
  readonly open: (world: World) => RuleAtWork
}

/** How many reviewers more a claim looks for: those whom the learner asks, and those whom the system finds. */
interface Wanted {
  readonly chosen: number
  readonly drawn: number
}

export interface RuleAtWork {
  /** Whether anybody may come and judge an open claim; otherwise only whom the system sends. */
  readonly openToAll: boolean
  /** How many claims of others a learner has to judge for each of their own. */
  readonly mustGive: number
  /** How many versions of a claim's evidence may be offered. */
  readonly versions: number
  /** Called before anything else that concerns the claim. */
  readonly opened: (claim: OpenClaim, now: number) => void
  readonly mayJudge: (person: Person, claim: OpenClaim) => boolean
  /** Records a judgement; `judgements` of the claim do not hold it yet. */
  readonly judged: (claim: OpenClaim, judgement: Judgement) => void
  /** What the rule says of a claim, whose `judgements` are of its current version. */
  readonly decide: (claim: OpenClaim, now: number) => 'met' | 'pending' | 'revise' | 'refused'
  readonly wanted: (claim: OpenClaim, now: number) => Wanted
  /** Reviewers that the system finds for the claim. */
  readonly draw: (claim: OpenClaim, count: number, now: number) => readonly Person[]
  /** The claim that the system gives to somebody who looks for one to judge; only where there is a queue to look into. */
  readonly next?: (person: Person, now: number) => OpenClaim | undefined
  /** What people in league know of the rule, and plan by. */
  readonly known: {
    /** Endorsements that go back within so many people are found out; 1 where nobody looks. */
    readonly ringSize: number
    /** How much an endorsement of this accomplice would help as things stand; 0 when it would not count. */
    readonly worth: (accomplice: Person, claim: OpenClaim, now: number) => number
    /** Further endorsements that would do. */
    readonly needed: (claim: OpenClaim, now: number) => number
  }
  /** Whom a learner would ask by name to get what is missing; nobody in particular when empty. */
  readonly suggested?: (claim: OpenClaim, now: number) => readonly Person[]
  /** Those whom the system found for earlier versions, who are told of a new one. */
  readonly recalled?: (claim: OpenClaim) => readonly Person[]
  /** Somebody who was asked has answered; nobody waits any more for somebody who was asked. */
  readonly answered?: (claim: OpenClaim, reviewer: Person) => void
  readonly lapsed?: (claim: OpenClaim, reviewer: Person) => void
  /** The claim is over, or its evidence is replaced. */
  readonly closed: (claim: OpenClaim, now: number) => void
}
